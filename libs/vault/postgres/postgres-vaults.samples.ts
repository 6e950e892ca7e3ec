import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { backUp, inSchema, PostgresServer, sharedPostgres } from '#testing/postgres';
import type { VaultCopy, VaultUnderTest } from '../vault.conformance.ts';
import type { Vault } from '../vault.ts';
import { copySchema, rowsOf } from './copied-schema.samples.ts';
import { PostgresVault, type PostgresVaultOptions } from './index.ts';

/** Where a vault lies: a schema of its own in a server, the epoch keys in a folder. */
export type VaultPlaces = Pick<PostgresVaultOptions, 'url' | 'epochKeys'>;

/** Vaults in schemas of their own, for specs. */
export class PostgresVaults {
  readonly #ends: (() => Promise<unknown>)[] = [];

  /** A vault for the conformance suite. */
  async make(): Promise<VaultUnderTest> {
    const places = await this.places();
    const copy = async (): Promise<VaultCopy> => {
      const { bytes, url } = await this.copy(places);
      return { bytes, open: async () => this.open({ ...places, url: await url() }) };
    };
    return { vault: await this.open(places), copy };
  }

  /** Places for a new vault, in the server that tests share or in this one. */
  async places(server?: string): Promise<VaultPlaces> {
    const url = server ?? (await sharedPostgres()).url;
    const schema = `vault_${randomUUID().replaceAll('-', '')}`;
    await sql(url, `CREATE SCHEMA ${schema}`);
    this.#ends.push(() => sql(url, `DROP SCHEMA ${schema} CASCADE`).catch(() => {}));
    return { url: inSchema(url, schema), epochKeys: await this.folder('epoch-keys-') };
  }

  async open(options: PostgresVaultOptions): Promise<PostgresVault> {
    const vault: Vault = await PostgresVault.open(options);
    this.#ends.push(() => vault.close());
    return vault as PostgresVault;
  }

  /** The database as it is: a base backup of the server's files, or, where those are elsewhere, its tables. */
  async copy({ url }: VaultPlaces): Promise<{ bytes: Buffer; url: () => Promise<string> }> {
    const { isLocal, url: server } = await sharedPostgres();
    const schema = new URL(url).searchParams.get('options')!.split('=')[1]!;
    if (!isLocal) {
      const copied = await copySchema(url, schema);
      this.#ends.push(() => sql(url, `DROP SCHEMA ${copied} CASCADE`));
      const again = async () => inSchema(url, await copySchema(url, copied));
      return { bytes: await rowsOf(url, copied), url: again };
    }
    const folder = await backUp(server);
    this.#ends.push(() => rm(folder, { recursive: true }));
    const restore = async () => {
      const restored = await PostgresServer.restore(folder);
      this.#ends.push(() => restored.remove());
      return restored.url(schema);
    };
    return { bytes: await bytesOf(folder), url: restore };
  }

  async folder(prefix: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), prefix));
    this.#ends.push(() => rm(folder, { recursive: true }));
    return folder;
  }

  /** Ends what was begun, the last first. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}

/** What a statement gives, on a connection of its own. */
export async function sql<Row>(url: string, text: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Every byte of every file in the folder and below it. */
export async function bytesOf(...folders: readonly string[]): Promise<Buffer> {
  const files: Buffer[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) files.push(await readFile(join(entry.parentPath, entry.name)));
  return Buffer.concat(files);
}
