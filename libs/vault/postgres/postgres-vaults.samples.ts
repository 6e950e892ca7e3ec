import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedPostgres } from '#testing/postgres';
import type { VaultCopy, VaultUnderTest } from '../vault.conformance.ts';

import { PostgresVault, type PostgresVaultOptions } from './index.ts';
import { copySchema, dropSchema, newSchema, rowsOf } from './schemas.samples.ts';

/** Where a vault lies: a schema of its own in a server, the epoch keys in a folder. */
export type VaultPlaces = Pick<PostgresVaultOptions, 'url' | 'epochKeys'>;

/** Vaults in schemas of their own, for specs. */
export class PostgresVaults {
  readonly #ends: (() => Promise<unknown>)[] = [];

  /** A vault for the conformance suite. */
  async make(): Promise<VaultUnderTest> {
    const places = await this.places();
    const copy = async (): Promise<VaultCopy> => {
      const copied = await this.copy(places);
      return {
        bytes: await rowsOf(copied.url),
        open: async () => this.open(await this.copy(copied)),
      };
    };
    return { vault: await this.open(places), copy };
  }

  /** Places for a new vault, in this server or in the one that tests share. */
  async places(server?: string): Promise<VaultPlaces> {
    const url = await newSchema(server ?? (await sharedPostgres()));
    this.#ends.push(() => dropSchema(url));
    return { url, epochKeys: await this.folder('epoch-keys-') };
  }

  async open(options: PostgresVaultOptions): Promise<PostgresVault> {
    const vault = await PostgresVault.open(options);
    this.#ends.push(() => vault.close());
    return vault;
  }

  /** The vault's tables as they are now, in another schema. */
  async copy(places: VaultPlaces): Promise<VaultPlaces> {
    const copied = await copySchema(places.url);
    this.#ends.push(() => dropSchema(copied));
    return { ...places, url: copied };
  }

  async folder(prefix: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), prefix));
    this.#ends.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Ends what was begun, the last first. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
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
