import { dockerWorks } from '../shared/commands.ts';
import { keep, type Keeping } from '../shared/keep.ts';
import { startInDocker } from './docker.ts';
import { requireJava } from './java.ts';
import { KafkaCluster } from './kafka-cluster.ts';

await keep('kafka', async (): Promise<Keeping<readonly string[]>> => {
  if (await dockerWorks()) {
    const running = await startInDocker().catch((error: unknown) => {
      process.stderr.write(`Docker has no Kafka (${String(error)}); Java and Maven may have.\n`);
    });
    if (running) return { found: running.brokers, end: running.end };
  }
  await requireJava();
  const cluster = await KafkaCluster.start();
  return { found: cluster.brokers, end: () => cluster.kill() };
});
