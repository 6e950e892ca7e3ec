import { join } from 'node:path';
import { sharedService } from '../shared/shared-service.ts';

/**
 * The URL of a real PostgreSQL: the one that `VAULT_URL` names, else one that all tests of this run share, started when the first
 * asks. Tests keep apart by schemas of their own.
 * @throws Error a sentence that says what to install
 */
export async function sharedPostgres(): Promise<string> {
  const given = process.env['VAULT_URL'];
  if (given?.startsWith('postgres')) return given;
  return sharedService<string>('postgres', join(import.meta.dirname, 'keeper.ts'));
}
