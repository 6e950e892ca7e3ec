import { kafkaBrokers } from '#testing/kafka';
import { kafkaClient } from './client.ts';

const brokers = await kafkaBrokers();

test('a client that rests sets no timer again and again', async () => {
  const admin = kafkaClient({ brokers }, () => {}).admin();
  await admin.connect();
  await admin.listTopics();
  let timers = 0;
  const { setTimeout } = globalThis;
  const counted = (...args: Parameters<typeof setTimeout>) => (timers++, setTimeout(...args));
  globalThis.setTimeout = Object.assign(counted, { __promisify__: setTimeout.__promisify__ });
  await new Promise((resolve) => setTimeout(resolve, 300));
  globalThis.setTimeout = setTimeout;
  expect(timers).toBe(0);
  await admin.disconnect();
});

test('what the client has handled is nobody’s business', async () => {
  const reports: object[] = [];
  const kafka = kafkaClient({ brokers }, (what, facts) => void reports.push({ what, ...facts }));
  const admin = kafka.admin();
  await admin.connect();
  // Logged as an error by the client before it is thrown.
  const metadata = admin.fetchTopicMetadata({ topics: ['there-is-none'] });
  await expect(metadata).rejects.toThrow('This server does not host this topic-partition');
  await admin.disconnect();
  expect(reports).toEqual([]);
});
