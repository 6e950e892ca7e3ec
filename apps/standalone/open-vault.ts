import type { Configuration } from '#platform';
import type { SqliteThread } from '#sqlite';
import type { Vault } from '#vault';
import { PostgresVault } from '#vault/postgres';
import { SqliteVault } from '#vault/sqlite';

/** The vault that the configuration names: in a file of this process, or in a database that many processes share. */
export const openVault = (
  {
    VAULT_URL: where,
    VAULT_EPOCH_KEYS: epochKeys,
  }: Configuration<'VAULT_URL' | 'VAULT_EPOCH_KEYS'>,
  thread: SqliteThread,
): Promise<Vault> =>
  where.kind === 'sqlite'
    ? SqliteVault.open({ thread, file: where.file, epochKeys })
    : PostgresVault.open({ url: where.url, epochKeys });
