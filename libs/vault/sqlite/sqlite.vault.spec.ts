import { vaultConformance } from '../vault.conformance.ts';
import { VaultFiles } from './vault-files.samples.ts';

const files = new VaultFiles();
afterAll(() => files.close());

vaultConformance('SqliteVault', () => files.make());
