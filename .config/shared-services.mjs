import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Servers that the tests of one run share are started by the first that asks; here they get a folder to meet in. */
export default async function begin() {
  const folder = await mkdtemp(join(tmpdir(), 'eurasec-tests-'));
  process.env.SHARED_SERVICES = folder;
  process.env.SHARED_SERVICES_RUN = String(process.pid);
}

/** Ends what was started. */
export async function end() {
  const folder = process.env.SHARED_SERVICES;
  const keepers = (await readdir(folder)).filter((name) => name.endsWith('.pid'));
  const pids = await Promise.all(
    keepers.map(async (name) => Number(await readFile(join(folder, name), 'utf8'))),
  );
  const kept = pids.filter((pid) => pid > 0);
  for (const pid of kept) signal(pid, 'SIGTERM');
  for (const pid of kept) while (signal(pid, 0)) await sleep(50);
  await rm(folder, { recursive: true, force: true });
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
