import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInDocker } from './docker.ts';
import { dockerWorks, requireJava } from './java.ts';
import { KafkaCluster } from './kafka-cluster.ts';
import { KEPT, type Kept } from './shared-broker.ts';

/**
 * Keeps one broker for the tests of one run, and outlives the test that asked first. It ends when it is asked to, or
 * when the run is gone without asking: `RUN_PID` is no process any more.
 */
const [, , folder] = process.argv as [string, string, string];
const run = Number(process.env['SHARED_SERVICES_RUN']);

type Keeping = { readonly brokers: readonly string[]; readonly end: () => Promise<void> };

async function start(): Promise<Keeping> {
  if (await dockerWorks()) {
    const found = await startInDocker().catch((error: unknown) => {
      process.stderr.write(`Docker has no Kafka (${String(error)}); Java and Maven may have.\n`);
    });
    if (found) return found;
  }
  await requireJava();
  const cluster = await KafkaCluster.start();
  return { brokers: cluster.brokers, end: () => cluster.kill() };
}

const tell = async (kept: Kept) => {
  const file = join(folder, KEPT);
  await writeFile(`${file}.new`, JSON.stringify(kept));
  await rename(`${file}.new`, file);
};

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

let isAsked = false;
process.on('SIGTERM', () => (isAsked = true));
await writeFile(join(folder, 'keeper.pid'), String(process.pid));
try {
  const { brokers, end } = await start();
  await tell({ brokers }).catch(() => {}); // The folder is gone when the run is.
  while (!isAsked && isThere(run)) await sleep(200);
  await end();
} catch (error) {
  await tell({ error: (error as Error).message });
}
