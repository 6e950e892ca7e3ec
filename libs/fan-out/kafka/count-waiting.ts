import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import type { Questions } from './admin.ts';
import type { LaneNames } from './lane-names.ts';
import { placesOf } from './progress.ts';
import { Reader, type Range } from './reader.ts';
import { authorityOf } from './records.ts';
import { generationsOf } from './topics.ts';

/**
 * Counts by reading what lies behind the places of the authority's group: a question for a person, not for every
 * second.
 */
export async function countWaiting(
  kafka: Kafka,
  questions: Questions,
  names: LaneNames,
  authority: string,
): Promise<number> {
  let count = 0;
  for (const generation of await questions.ask((admin) => generationsOf(admin, names))) {
    const topic = names.messages(generation);
    const group = names.group(topic, authority);
    const places = await questions.ask((admin) => placesOf(admin, topic, group));
    const ranges = new Map(
      [...places]
        .map(([partition, { kept = 0, low, high }]): [number, Range] => [
          partition,
          { from: Math.max(kept, low), to: high },
        ])
        .filter(([, { from, to }]) => from < to),
    );
    if (ranges.size === 0) continue;
    await reading(kafka, questions, topic, group, (reader) =>
      reader.read(ranges, (record) => {
        if (authorityOf(record) === authority) count++;
      }),
    );
  }
  return count;
}

/** Reads as a group of its own, which is gone afterwards. */
async function reading(
  kafka: Kafka,
  questions: Questions,
  topic: string,
  group: string,
  read: (reader: Reader) => Promise<void>,
): Promise<void> {
  const groupId = `${group}:count:${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const reader = new Reader(consumer, topic);
    await consumer.run({ autoCommit: false, eachBatch: reader.eachBatch });
    await read(reader);
  } finally {
    await consumer.disconnect().catch(() => {});
    await questions.ask((admin) => admin.deleteGroups([groupId])).catch(() => {});
  }
}
