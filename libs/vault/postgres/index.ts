export { PostgresVault, type PostgresVaultOptions } from './postgres.vault.ts';
