import { randomUUID } from 'node:crypto';
import { SqliteEventStore } from '#event-store/sqlite';
import type { EventStore, RecordedEvent } from '#event-store';
import { SqliteThread } from '#sqlite';

/** Appends at once. */
const GROUP = 500;

/** Fills a store up to `events` with copies of its own records, under other ids; only their signatures do not fit. */
export async function grow(file: string, events: number): Promise<void> {
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, file);
  const all: RecordedEvent[] = [];
  for await (const event of store.readAll('start')) all.push(event);
  const records = all.filter(({ type }) => type === 'CertificateIssued');
  for (let count = all.length; count < events; count += GROUP) {
    const group = Math.min(GROUP, events - count);
    await Promise.all(
      Array.from({ length: group }, (_, at) =>
        copy(store, records[(count + at) % records.length]!),
      ),
    );
  }
  await store.close();
  await thread.close();
}

async function copy(store: EventStore, { stream, type, data, metadata }: RecordedEvent) {
  const id = randomUUID();
  const known = stream.slice(-id.length);
  await store.append(stream.replace(known, id), 'none', [
    { id: randomUUID(), type, data: data.replace(known, id), metadata },
  ]);
}
