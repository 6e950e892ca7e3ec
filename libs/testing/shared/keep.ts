import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kept } from './shared-service.ts';

/** A server that runs, what tests have to know of it, and how it ends. */
export type Keeping<Found> = { readonly found: Found; readonly end: () => Promise<void> };

/**
 * Keeps one server for the tests of one run, in a process that outlives the test that asked first. It ends when it is
 * asked to, or when the run is gone without asking: `SHARED_SERVICES_RUN` is no process any more.
 */
export async function keep<Found>(
  name: string,
  start: () => Promise<Keeping<Found>>,
): Promise<void> {
  const [, , folder] = process.argv as [string, string, string];
  const run = Number(process.env['SHARED_SERVICES_RUN']);
  const tell = async (kept: Kept<Found>) => {
    const file = join(folder, `${name}.json`);
    await writeFile(`${file}.new`, JSON.stringify(kept));
    await rename(`${file}.new`, file);
  };
  let isAsked = false;
  process.on('SIGTERM', () => (isAsked = true));
  await writeFile(join(folder, `${name}.pid`), String(process.pid));
  try {
    const { found, end } = await start();
    await tell({ found }).catch(() => {}); // The folder is gone when the run is.
    while (!isAsked && isThere(run)) await sleep(200);
    await end();
  } catch (error) {
    await tell({ error: (error as Error).message });
  }
}

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
