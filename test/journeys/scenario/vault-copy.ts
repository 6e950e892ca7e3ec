import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the copy of the vault's files lies: outside the hub's own data, as a backup would. */
export const backupOf = (folder: string): string => join(folder, 'backup');

/** Copies the vault's database as its files are; the epoch keys are in no backup. */
export async function copyOfVault(folder: string): Promise<void> {
  await mkdir(backupOf(folder), { recursive: true });
  for (const suffix of ['', '-wal']) {
    const file = join(folder, 'data', `vault.db${suffix}`);
    if (existsSync(file)) await cp(file, join(backupOf(folder), `vault.db${suffix}`));
  }
}
