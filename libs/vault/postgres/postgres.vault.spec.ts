import { vaultConformance } from '../vault.conformance.ts';
import { PostgresVaults } from './postgres-vaults.samples.ts';

const vaults = new PostgresVaults();
afterEach(() => vaults.end());

vaultConformance('PostgresVault', () => vaults.make());
