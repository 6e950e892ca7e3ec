import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SqliteThread } from '#sqlite';
import type { VaultCopy, VaultUnderTest } from '../vault.conformance.ts';
import type { Vault } from '../vault.ts';
import { SqliteVault, type SqliteVaultOptions } from './index.ts';

/** Where a vault lies: the database alone in its folder, the epoch keys in another. */
export type VaultPlaces = Pick<SqliteVaultOptions, 'file' | 'epochKeys'>;

/** Vaults in temporary folders, on one writer thread, for specs. */
export class VaultFiles {
  readonly #thread = SqliteThread.start();
  readonly #folders: string[] = [];

  /** A vault for the conformance suite; `change` may break it, and its copies. */
  async make(change = (vault: Vault): Vault => vault): Promise<VaultUnderTest> {
    const places = await this.places();
    const vault = change(await this.open(places));
    const copy = async (): Promise<VaultCopy> => {
      const copied = await this.copy(places);
      return {
        bytes: await bytesOf(dirname(copied.file)),
        open: async () => change(await this.open(await this.copy(copied))),
      };
    };
    return { vault, copy };
  }

  async places(): Promise<VaultPlaces> {
    return {
      file: join(await this.#folder(), 'vault.db'),
      epochKeys: join(await this.#folder(), 'epoch-keys'),
    };
  }

  open(options: Omit<SqliteVaultOptions, 'thread'>): Promise<SqliteVault> {
    return SqliteVault.open({ thread: this.#thread, ...options });
  }

  /** The database's files as they are, in a new folder; the epoch keys stay the ones of the original. */
  async copy({ file, epochKeys }: VaultPlaces): Promise<VaultPlaces> {
    const [from, to] = [dirname(file), await this.#folder()];
    for (const name of await readdir(from)) await copyFile(join(from, name), join(to, name));
    return { file: join(to, 'vault.db'), epochKeys };
  }

  /** Closes every vault and removes all files. */
  async close(): Promise<void> {
    await this.#thread.close();
    for (const folder of this.#folders) await rm(folder, { recursive: true });
  }

  async #folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'vault-'));
    this.#folders.push(folder);
    return folder;
  }
}

/** Every byte of every file in the folder. */
export async function bytesOf(folder: string): Promise<Buffer> {
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}
