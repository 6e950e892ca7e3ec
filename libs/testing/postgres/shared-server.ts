import { join } from 'node:path';
import { sharedService } from '../shared/shared-service.ts';

export type SharedPostgres = {
  readonly url: string;
  /** Its files are on this machine and only tests use it, so that it can be copied and restored here. */
  readonly isLocal: boolean;
};

/**
 * A real PostgreSQL: the one that `VAULT_URL` names, else one that all tests of this run share, started when the first
 * asks. Tests keep apart by schemas of their own.
 * @throws Error a sentence that says what to install
 */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const given = process.env['VAULT_URL'];
  if (given?.startsWith('postgres')) return { url: given, isLocal: false };
  return sharedService<SharedPostgres>('postgres', join(import.meta.dirname, 'keeper.ts'));
}
