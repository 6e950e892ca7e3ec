import type { Kafka, Message as KafkaRecord, Producer, TopicMessages } from 'kafkajs';
import { StoreError } from '#kernel';
import { onlyOnce } from './sending.ts';
import { unanswered } from './unanswered.ts';
import { within } from './within.ts';

/** Bytes of one partition that go into one request, which the broker takes as one batch or refuses as too large. */
const MOST_BYTES = 512 * 1024;

/** Milliseconds after which the broker aborts what a producer has left open. */
const TRANSACTION = 10_000;

const OVERHEAD = 100;

/**
 * Writes in transactions under the one id of a lane. Whoever opens it fences everyone before. It is good until the
 * first error: then what it left behind is settled by opening the next one.
 */
export class LaneProducer {
  readonly #producer: Producer;

  private constructor(producer: Producer) {
    this.#producer = producer;
  }

  static async open(kafka: Kafka, transactionalId: string): Promise<LaneProducer> {
    const producer = kafka.producer({
      transactionalId,
      transactionTimeout: TRANSACTION,
      // One at a time: overlapping sends of an idempotent producer come out of sequence.
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    try {
      await within(producer.connect(), 'a connection');
      // Only the first transaction asks for the producer id, and by it fences the others and ends what they left open.
      const first = producer.transaction().then((transaction) => transaction.abort());
      await within(first, 'the first transaction of a lane');
      return new LaneProducer(producer);
    } catch (error) {
      await producer.disconnect().catch(() => {});
      throw error;
    }
  }

  /** All of it or nothing. */
  write(records: ReadonlyMap<string, readonly KafkaRecord[]>): Promise<void> {
    return within(this.#write(records), 'a transaction');
  }

  async #write(records: ReadonlyMap<string, readonly KafkaRecord[]>): Promise<void> {
    const transaction = await this.#producer.transaction();
    for (const topicMessages of inRequests(records)) {
      const sending = { topicMessages: onlyOnce(topicMessages), acks: -1 };
      const answers = await transaction.sendBatch(sending);
      const [lacking] = unanswered(topicMessages, answers);
      if (lacking !== undefined)
        throw new StoreError('STORE_UNAVAILABLE', `no broker took what goes to ${lacking}`);
    }
    await transaction.commit();
  }

  close(): Promise<void> {
    return this.#producer.disconnect().catch(() => {});
  }
}

/** The records, in as few requests as keep each partition's share below the limit. Their order stays. */
export function inRequests(
  records: ReadonlyMap<string, readonly KafkaRecord[]>,
): TopicMessages[][] {
  const requests: Map<string, KafkaRecord[]>[] = [];
  for (const [topic, list] of records) {
    const filled = new Map<number, { request: number; bytes: number }>();
    for (const record of list) {
      const bytes = sizeOf(record);
      const share = filled.get(record.partition!) ?? { request: 0, bytes: 0 };
      const isFull = share.bytes > 0 && share.bytes + bytes > MOST_BYTES;
      const next = isFull
        ? { request: share.request + 1, bytes }
        : { ...share, bytes: share.bytes + bytes };
      filled.set(record.partition!, next);
      const request = (requests[next.request] ??= new Map());
      const others = request.get(topic);
      if (others) others.push(record);
      else request.set(topic, [record]);
    }
  }
  return requests.map((request) => [...request].map(([topic, messages]) => ({ topic, messages })));
}

const sizeOf = ({ value, key, headers = {} }: KafkaRecord): number =>
  OVERHEAD +
  (value?.length ?? 0) +
  (key?.length ?? 0) +
  Object.values(headers).reduce((sum, header) => sum + String(header).length, 0);
