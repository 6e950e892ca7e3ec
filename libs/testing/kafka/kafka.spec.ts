import { Kafka, logLevel } from 'kafkajs';
import { kafkaBrokers } from './index.ts';

test('a test run has a real broker', async () => {
  const kafka = new Kafka({ brokers: [...(await kafkaBrokers())], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const { brokers } = await admin.describeCluster();
  await admin.disconnect();
  expect(brokers).toHaveLength(1);
});
