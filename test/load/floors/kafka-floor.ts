import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Kafka, logLevel, type Message as KafkaRecord } from 'kafkajs';
import type { Message } from '#fan-out';

export const KAFKA_FLOOR = 'kafkajs alone, same messages and transactions';

/** As the lane's: what matters to the figure is that a refused start of a transaction is tried again soon. */
const RETRY = { initialRetryTime: 5, multiplier: 1.2, factor: 0.1, maxRetryTime: 200, retries: 60 };
const PARTITIONS = 12;

/**
 * The messages a second that the client alone writes, each batch a transaction with a second topic's record beside
 * it, as a lane has its book: the same keys, values, headers, and the same settings.
 */
export async function bareKafka(
  brokers: readonly string[],
  name: string,
  batches: readonly (readonly Message[])[],
): Promise<number> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const [topic, book] = [`${name}.messages`, `${name}.book`];
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [
      { topic, numPartitions: PARTITIONS },
      { topic: book, numPartitions: 1 },
    ],
    waitForLeaders: true,
  });
  await admin.disconnect();
  const producer = kafka.producer({
    transactionalId: name,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: RETRY,
  });
  await producer.connect();
  try {
    await (await producer.transaction()).abort();
    const begun = performance.now();
    for (const batch of batches) {
      const transaction = await producer.transaction();
      const beside = { topic: book, messages: [{ key: 'position', value: 'position' }] };
      const topicMessages = [beside, { topic, messages: batch.map(record) }];
      await transaction.sendBatch({ acks: -1, topicMessages });
      await transaction.commit();
    }
    return (batches.flat().length * 1_000) / (performance.now() - begun);
  } finally {
    await producer.disconnect();
  }
}

const record = ({ key, value, authority, event, laneKey }: Message): KafkaRecord => ({
  key,
  value,
  headers: { authority, event, 'lane-key': laneKey },
});

/**
 * The messages a second that one thread encrypts, where of each record's sealed bytes, as many as `sealed`, it has
 * first decrypted what is in it: the least of AES that a relay does.
 */
export function aesAlone(messages: readonly Message[], sealed: number, records: number): number {
  const key = randomBytes(32);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const blob = Buffer.concat([cipher.update(randomBytes(sealed)), cipher.final()]);
  const tag = cipher.getAuthTag();
  const begun = performance.now();
  for (let record = 0; record < records; record++) {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
    Buffer.concat([decipher.update(blob), decipher.final()]);
  }
  for (const { value } of messages) {
    const sealing = createCipheriv('aes-256-gcm', key, randomBytes(12));
    Buffer.concat([sealing.update(value), sealing.final(), sealing.getAuthTag()]);
  }
  return (messages.length * 1_000) / (performance.now() - begun);
}
