import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds for a broker to be there, downloads and installations included. */
const PATIENCE = 600_000;

/** What the keeper leaves in the folder of a test run. */
export type Kept = { readonly brokers: readonly string[] } | { readonly error: string };

/** The files by which tests and keeper find each other. */
export const CLAIM = 'claimed';
export const KEPT = 'kafka.json';

/**
 * The bootstrap addresses of a real broker: the one that `KAFKA_BROKERS` names, else one that all tests of this run
 * share, started when the first asks. Tests keep apart by names of their own.
 * @throws Error a sentence that says what to install
 */
export async function kafkaBrokers(): Promise<readonly string[]> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return given.split(',');
  const folder = process.env['SHARED_SERVICES'];
  if (folder === undefined)
    throw new Error(
      'SHARED_SERVICES is not set; .config/shared-services.mjs sets it for a test run.',
    );
  // Whoever makes the folder is the first.
  const isFirst = await mkdir(join(folder, CLAIM)).then(
    () => true,
    () => false,
  );
  if (isFirst) startKeeper(folder);
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    const kept = await readFile(join(folder, KEPT), 'utf8').catch(() => '');
    if (kept !== '') {
      const found = JSON.parse(kept) as Kept;
      if ('error' in found) throw new Error(found.error);
      return found.brokers;
    }
    await sleep(100);
  }
  throw new Error('The shared broker did not come up.');
}

function startKeeper(folder: string): void {
  const keeper = join(import.meta.dirname, 'keeper.ts');
  spawn(process.execPath, ['--conditions=source', keeper, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  }).unref();
}
