import { randomUUID } from 'node:crypto';
import { SqliteEventStore } from '#event-store/sqlite';
import type { EventStore, RecordedEvent } from '#event-store';
import { SqliteThread } from '#sqlite';

/** Appends at once. */
const GROUP = 500;

/**
 * Fills a store with copies of its own records, each with all that became of it, under other ids; only their signatures
 * do not fit.
 * @param family of the records, `certificate` or `case`
 * @param records how many there are of the family in the end
 * @returns how many events there are in the end
 */
export async function grow(file: string, family: string, records: number): Promise<number> {
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, file);
  const all: RecordedEvent[] = [];
  for await (const event of store.readAll('start')) all.push(event);
  const lives = [...Map.groupBy(all, ({ stream }) => stream)]
    .filter(([stream]) => stream.startsWith(`${family}-`))
    .map(([, life]) => life);
  let events = all.length;
  for (let count = lives.length; count < records; count += GROUP) {
    const group = Array.from(
      { length: Math.min(GROUP, records - count) },
      (_, at) => lives[(count + at) % lives.length]!,
    );
    await Promise.all(group.map((life) => copy(store, life)));
    events += group.flat().length;
  }
  await store.close();
  await thread.close();
  return events;
}

async function copy(store: EventStore, life: readonly RecordedEvent[]): Promise<void> {
  const id = randomUUID();
  const { stream } = life[0]!;
  const known = stream.slice(-id.length);
  const copied = life.map(({ type, data, metadata }) => ({
    ...{ id: randomUUID(), type, metadata },
    data: data.replace(known, id),
  }));
  await store.append(stream.replace(known, id), 'none', copied);
}
