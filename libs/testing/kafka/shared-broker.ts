import { join } from 'node:path';
import { sharedService } from '../shared/shared-service.ts';

/**
 * The bootstrap addresses of a real broker: the one that `KAFKA_BROKERS` names, else one that all tests of this run
 * share, started when the first asks. Tests keep apart by names of their own.
 * @throws Error a sentence that says what to install
 */
export async function kafkaBrokers(): Promise<readonly string[]> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return given.split(',');
  return sharedService<readonly string[]>('kafka', join(import.meta.dirname, 'keeper.ts'));
}
