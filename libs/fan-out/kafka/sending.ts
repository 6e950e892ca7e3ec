import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicMessages } from 'kafkajs';
import { brokerErrorOf } from './errors.ts';

type Partition = { readonly messages: readonly object[] };
type Topic = { readonly partitions: readonly Partition[] };
type Sending = { readonly topicData: readonly Topic[] };
type Broker = {
  addPartitionsToTxn(request: unknown): Promise<unknown>;
  produce(request: Sending): Promise<unknown>;
};

/** Milliseconds between two tries to begin a transaction, and for all of them. */
const AGAIN = 5;
const PATIENCE = 10_000;

/** What the client does not try again. */
class Failure extends Error {
  readonly retriable = false;
}

/** Records that may be sent once, and whether they were. */
const sent = new WeakMap<object, boolean>();

let isMended = false;

/**
 * Has the client send what it is given once at most. kafkajs 2.2.4 tries a sending again as soon as one broker fails, while
 * others are still taking their share, and counts on as if that were more: they take it twice, in one transaction. After
 * the first record has left, what failed has failed, and is settled by whoever has the lane next.
 */
export function onlyOnce(topicMessages: TopicMessages[]): TopicMessages[] {
  mendSending();
  for (const { messages } of topicMessages) for (const record of messages) sent.set(record, false);
  return topicMessages;
}

function mendSending(): void {
  if (isMended) return;
  isMended = true;
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/broker/index.js') as { prototype: Broker };
  const { addPartitionsToTxn, produce } = prototype;

  // Back-to-back transactions of one id are refused until the markers of the last are written, some milliseconds later.
  prototype.addPartitionsToTxn = async function (this: Broker, request) {
    for (const end = performance.now() + PATIENCE; ; await sleep(AGAIN))
      try {
        return await addPartitionsToTxn.call(this, request);
      } catch (error) {
        const isEarly = brokerErrorOf(error) === 'CONCURRENT_TRANSACTIONS';
        if (!isEarly || performance.now() > end) throw error;
      }
  };

  prototype.produce = async function (this: Broker, request) {
    const { topicData } = request;
    const records = topicData.flatMap(({ partitions }) =>
      partitions.flatMap(({ messages }) => messages),
    );
    if (records.some((record) => sent.get(record))) throw new Failure('a sending has failed');
    const isOnce = records.some((record) => sent.has(record));
    if (!isOnce) return produce.call(this, request);
    for (const record of records) sent.set(record, true);
    return produce.call(this, request).catch((cause: unknown) => {
      throw new Failure(cause instanceof Error ? cause.message : String(cause), { cause });
    });
  };
}
