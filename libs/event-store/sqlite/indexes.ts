import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { StoreError } from '#kernel';
import { storeError } from '#sqlite';

const summed = (index: string) =>
  `SELECT count(*) AS count, sum(place(position, stream)) AS sum FROM event INDEXED BY ${index}`;

/**
 * That both indexes hold every event, each where the other has it. A bit that turned over in one of them could else hide the
 * last event of a stream, a revocation say, which nothing but its absence would show. A tenth of a second for 100,000 events.
 * @throws StoreError STORE_CORRUPT
 */
export function assertIndexed(db: DatabaseSync): void {
  try {
    db.function('place', (position, stream) => crc32(`${String(position)} ${String(stream)}`));
    const [byStream, inOrder] = ['event_of_stream', 'event_order'].map((index) =>
      db.prepare(summed(index)).get(),
    );
    const last = db.prepare('SELECT max(position) AS last FROM event').get()?.['last'] ?? 0;
    const isWhole = byStream?.['count'] === last && inOrder?.['count'] === last;
    if (isWhole && byStream?.['sum'] === inOrder?.['sum']) return;
  } catch (cause) {
    throw storeError('the event store cannot be read', cause);
  }
  throw new StoreError(
    'STORE_CORRUPT',
    'the event store: an index does not hold what the other does',
  );
}
