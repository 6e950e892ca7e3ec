import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { StoreError } from '#kernel';
import { brokerErrorOf } from './errors.ts';
import type { LaneNames } from './lane-names.ts';

/** Node finds this name only in the whole. */
const { ConfigResourceTypes } = kafkajs;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** No message may lie longer in a topic: an erased worker's must be gone by then (architecture §9). */
const LONGEST_LIFE = 7 * DAY;

type Wanted = { readonly [name: string]: string };

/** A segment is deleted whole, when its youngest message is old enough: the oldest lives as long as both together. */
const MESSAGES: Wanted = {
  'cleanup.policy': 'delete',
  'retention.ms': String(6 * DAY),
  'segment.ms': String(DAY),
  // A message's age is what the broker says: a relay's clock may be wrong.
  'message.timestamp.type': 'LogAppendTime',
  'max.message.bytes': String(2 << 20),
};

/** Compacted soon and often: only its last record is ever read. */
const BOOK: Wanted = {
  'cleanup.policy': 'compact',
  'segment.ms': String(HOUR / 4),
  'min.cleanable.dirty.ratio': '0.01',
  'delete.retention.ms': '60000',
};

const isDeletedInTime = (config: Wanted): boolean =>
  config['cleanup.policy'] === 'delete' &&
  Number(config['retention.ms']) >= 0 &&
  Number(config['retention.ms']) + Number(config['segment.ms']) <= LONGEST_LIFE;

const isCompacted = (config: Wanted): boolean => config['cleanup.policy'] === 'compact';

/**
 * Makes the topic of a generation if it is missing. Returns how many partitions it has.
 * @throws StoreError STORE_TOPIC_UNFIT for one that keeps messages too long, or only the last of a key
 */
export async function ensureMessages(
  admin: Admin,
  topic: string,
  partitions: number,
): Promise<number> {
  const found = await ensure(admin, { topic, numPartitions: partitions }, MESSAGES);
  await check(
    admin,
    topic,
    MESSAGES,
    isDeletedInTime,
    'cleanup.policy=delete, and retention.ms + segment.ms of 7 days at most',
  );
  return found;
}

/** @throws StoreError STORE_TOPIC_UNFIT for one that forgets the last position, or has more than one partition */
export async function ensureBook(admin: Admin, topic: string): Promise<void> {
  const found = await ensure(admin, { topic, numPartitions: 1 }, BOOK);
  if (found !== 1) throw unfit(topic, '1 partition');
  await check(admin, topic, BOOK, isCompacted, 'cleanup.policy=compact');
}

/** Partitions of each of these topics that is there. */
export async function partitionsOf(
  admin: Admin,
  topics: readonly string[],
): Promise<Map<string, number>> {
  const there = new Set(await admin.listTopics());
  const wanted = topics.filter((topic) => there.has(topic));
  if (wanted.length === 0) return new Map();
  const { topics: found } = await admin.fetchTopicMetadata({ topics: wanted });
  return new Map(found.map(({ name, partitions }) => [name, partitions.length]));
}

/** Its generations that are there, oldest first. */
export async function generationsOf(admin: Admin, names: LaneNames): Promise<number[]> {
  const first = names.messages(1);
  return (await admin.listTopics())
    .map((topic) => {
      if (topic === first) return 1;
      const number = topic.startsWith(`${first}.`) ? topic.slice(first.length + 1) : '';
      return /^[1-9]\d{0,5}$/.test(number) ? Number(number) : 0;
    })
    .filter((generation) => generation > 0)
    .toSorted((one, other) => one - other);
}

async function ensure(admin: Admin, topic: ITopicConfig, config: Wanted): Promise<number> {
  const known = (await partitionsOf(admin, [topic.topic])).get(topic.topic);
  if (known !== undefined) return known;
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  try {
    await admin.createTopics({ topics: [{ ...topic, configEntries }], waitForLeaders: true });
  } catch (error) {
    // Another relay was quicker.
    if (brokerErrorOf(error) !== 'TOPIC_ALREADY_EXISTS' && !alreadyThere(error)) throw error;
  }
  await led(admin, topic.topic);
  return (await partitionsOf(admin, [topic.topic])).get(topic.topic) ?? topic.numPartitions!;
}

/** What brokers say of a partition that is there, and whose leader does not know it yet. */
const NOT_LED: readonly unknown[] = [
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
];

/** Milliseconds between two looks at a new topic, and for all of them. */
const LOOK = 20;
const PATIENCE = 10_000;

/** Until every partition of a new topic has a leader that knows: before, it refuses what is sent, and a lane begins anew. */
export async function led(admin: Admin, topic: string): Promise<void> {
  for (const end = performance.now() + PATIENCE; ; await sleep(LOOK))
    try {
      await admin.fetchTopicOffsets(topic); // Which the leaders answer, each for its own.
      return;
    } catch (error) {
      if (!NOT_LED.includes(brokerErrorOf(error)) || performance.now() > end) throw error;
    }
}

/** The client gathers what went wrong with each topic. */
const alreadyThere = (error: unknown): boolean =>
  ((error as { errors?: readonly unknown[] }).errors ?? []).some(
    (one) => brokerErrorOf(one) === 'TOPIC_ALREADY_EXISTS',
  );

async function check(
  admin: Admin,
  topic: string,
  config: Wanted,
  isFit: (config: Wanted) => boolean,
  should: string,
): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: Object.keys(config) }],
  });
  const entries = resources[0]!.configEntries;
  const found = Object.fromEntries(entries.map((entry) => [entry.configName, entry.configValue]));
  if (!isFit(found)) throw unfit(topic, should);
}

const unfit = (topic: string, should: string) =>
  new StoreError('STORE_TOPIC_UNFIT', `${topic} should have ${should}`, {
    facts: { topic, should },
  });
