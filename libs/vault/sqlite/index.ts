export { SqliteVault, type SqliteVaultOptions } from './sqlite.vault.ts';
