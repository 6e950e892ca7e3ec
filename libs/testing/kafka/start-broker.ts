import { dockerWorks } from '../shared/commands.ts';
import type { Keeping } from '../shared/keep.ts';
import { startInDocker } from './docker.ts';
import { requireJava } from './java.ts';
import { KafkaCluster } from './kafka-cluster.ts';

/**
 * A broker of one's own: from Docker where that works, else by Java and Maven.
 * @throws Error a sentence that says what to install
 */
export async function startBroker(): Promise<Keeping<readonly string[]>> {
  if (await dockerWorks()) {
    const running = await startInDocker().catch((error: unknown) => {
      process.stderr.write(`Docker has no Kafka (${String(error)}); Java and Maven may have.\n`);
    });
    if (running) return { found: running.brokers, end: running.end };
  }
  await requireJava();
  const cluster = await KafkaCluster.start();
  return { found: cluster.brokers, end: () => cluster.kill() };
}
