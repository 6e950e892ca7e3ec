import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds for a server to be there, downloads and installations included. */
const PATIENCE = 600_000;

/** What a keeper leaves in the folder of a test run. */
export type Kept<Found> = { readonly found: Found } | { readonly error: string };

/**
 * What the keeper of `name` (a module that calls `keep`) says of its server, which all tests of this run share: the
 * first that asks starts it. Tests keep apart by names of their own.
 * @throws Error what the keeper threw: a sentence that says what to install
 */
export async function sharedService<Found>(name: string, keeper: string): Promise<Found> {
  const folder = process.env['SHARED_SERVICES'];
  if (folder === undefined)
    throw new Error(
      'SHARED_SERVICES is not set; .config/shared-services.mjs sets it for a test run.',
    );
  // Whoever makes the folder is the first.
  const isFirst = await mkdir(join(folder, name)).then(
    () => true,
    () => false,
  );
  if (isFirst) startKeeper(keeper, folder);
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    const kept = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => '');
    if (kept !== '') {
      const told = JSON.parse(kept) as Kept<Found>;
      if ('error' in told) throw new Error(told.error);
      return told.found;
    }
    await sleep(100);
  }
  throw new Error(`The shared service ${name} did not come up.`);
}

function startKeeper(keeper: string, folder: string): void {
  spawn(process.execPath, ['--conditions=source', keeper, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  }).unref();
}
