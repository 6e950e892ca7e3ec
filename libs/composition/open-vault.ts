import type { Configuration } from '#platform';
import type { SqliteThread } from '#sqlite';
import type { Vault } from '#vault';
import { PostgresVault } from '#vault/postgres';
import { SqliteVault } from '#vault/sqlite';

/** What says where a vault is. */
export const VAULT_VARIABLES = ['VAULT_URL', 'VAULT_EPOCH_KEYS'] as const;

/** The vault that the configuration names: in a file of this process, or in a database that many processes share. */
export const openVault = (
  {
    VAULT_URL: where,
    VAULT_EPOCH_KEYS: epochKeys,
  }: Configuration<(typeof VAULT_VARIABLES)[number]>,
  thread: () => SqliteThread,
): Promise<Vault> =>
  where.kind === 'sqlite'
    ? SqliteVault.open({ thread: thread(), file: where.file, epochKeys })
    : PostgresVault.open({ url: where.url, epochKeys });
