import type { Admin } from 'kafkajs';
import { StoreError } from '#kernel';
import type { Questions } from './admin.ts';
import type { LaneEntry } from './lane-book.ts';
import type { LaneNames } from './lane-names.ts';
import { ensureMessages, generationsOf, partitionsOf } from './topics.ts';

/**
 * Makes ready where the messages of a lane go. A new lane gets its first topic; one that should have more partitions than
 * it has gets the next generation of it. Partitions are never added to a topic: the messages of a worker would
 * change their place, and overtake each other.
 * @throws StoreError STORE_POSITION_MISSING, STORE_TOPIC_UNFIT
 */
export async function prepareLane(
  names: LaneNames,
  questions: Questions,
  partitions: number,
  last: LaneEntry | undefined,
): Promise<Omit<LaneEntry, 'term'>> {
  return questions.ask(async (admin) => {
    if (!last) {
      await checkUnused(admin, names);
      const topic = names.messages(1);
      return { generation: 1, partitions: await ensureMessages(admin, topic, partitions) };
    }
    const { term: _, ...entry } = last;
    const topic = names.messages(entry.generation);
    await checkUnchanged(admin, topic, entry.partitions);
    await ensureMessages(admin, topic, entry.partitions);
    if (entry.partitions >= partitions) return entry;
    const generation = entry.generation + 1;
    const next = names.messages(generation);
    return { ...entry, generation, partitions: await ensureMessages(admin, next, partitions) };
  });
}

/** A lane that never published has no messages. One that has, and no position, would publish everything again. */
async function checkUnused(admin: Admin, names: LaneNames): Promise<void> {
  for (const generation of await generationsOf(admin, names)) {
    const topic = names.messages(generation);
    const places = await admin.fetchTopicOffsets(topic);
    if (places.some(({ high }) => Number(high) > 0))
      throw new StoreError(
        'STORE_POSITION_MISSING',
        `${topic} has messages, the lane no position`,
        {
          facts: { topic },
        },
      );
  }
}

async function checkUnchanged(admin: Admin, topic: string, partitions: number): Promise<void> {
  const found = (await partitionsOf(admin, [topic])).get(topic) ?? 0;
  if (found === partitions) return;
  const should = `${partitions} partitions, as when the relay made it`;
  throw new StoreError('STORE_TOPIC_UNFIT', `${topic} should have ${should}, it has ${found}`, {
    facts: { topic, should },
  });
}
