import { parseArgs } from 'node:util';
import { KAFKA_VERSION } from './distribution.ts';
import { KafkaCluster } from './kafka-cluster.ts';
import { requireJava } from './java.ts';

const HELP = `Starts Apache Kafka on free ports of this machine, from Maven artefacts, until Ctrl-C. Its data is gone afterwards.

Usage: npm run kafka -- [--brokers 3] [--version ${KAFKA_VERSION}] [--tls] [--login]

  --brokers   how many (1)
  --version   of Apache Kafka (${KAFKA_VERSION}, or what KAFKA_VERSION says)
  --tls       clients speak TLS; the certificate to trust is printed
  --login     clients log in, by PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512, as hub with the password hub-password
  --fast      more memory and the whole JIT, for measuring
`;

function read() {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string', default: '1' },
      version: { type: 'string' },
      tls: { type: 'boolean', default: false },
      login: { type: 'boolean', default: false },
      fast: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { brokers, version, tls, login, fast, help } = values;
  const count = Number(brokers);
  if (!Number.isInteger(count) || count < 1 || count > 9)
    throw new Error(`--brokers is ${brokers}; it may be 1 to 9.`);
  const options = {
    brokers: count,
    tls,
    isFast: fast,
    ...(version !== undefined && { version }),
    ...(login && { login: { name: 'hub', password: 'hub-password' } }),
  };
  return { options, help };
}

try {
  const { options, help } = read();
  if (help) {
    process.stdout.write(HELP);
  } else {
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => resolve());
    });
    await requireJava();
    const cluster = await KafkaCluster.start(options);
    process.stdout.write(`${cluster.brokers.join(',')}\n`);
    if (cluster.authority !== undefined) process.stdout.write(cluster.authority);
    process.stderr.write('Apache Kafka serves until Ctrl-C.\n');
    const alive = setInterval(() => {}, 1 << 30);
    await stopped;
    clearInterval(alive);
    await cluster.stop();
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
