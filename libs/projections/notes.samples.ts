import { randomUUID } from 'node:crypto';
import { encode, type EventStore, type Position, type StoredEvent } from '#event-store';
import type { DomainEvent, Instant } from '#kernel';
import type { RowView } from './row-view.ts';
import type { View } from './view.ts';

type Noted = DomainEvent<'Noted', { readonly number: number }>;

/** The instant with so many seconds. */
export const second = (seconds: number): Instant =>
  `2026-11-24T04:00:${String(seconds).padStart(2, '0')}.000Z`;

/** Appends a note to a stream of its own. */
export async function note(
  store: EventStore,
  number: number,
  { at = second(0), kind = 'note-', id = randomUUID() } = {},
): Promise<Position> {
  const event: Noted = { type: 'Noted', data: { number }, at, by: 'KG.MOH' };
  const provenance = { id, nonce: 'AAAA', correlationId: id, causationId: id };
  const { position } = await store.append(`${kind}${id}`, 'none', [encode(event, provenance)]);
  return position;
}

const numberOf = ({ data }: StoredEvent): number => (data as Noted['data']).number;

/** The numbers of all notes, in order. */
export const numbers: View<readonly number[]> = {
  prefixes: ['note-'],
  initial: [],
  evolve: (known, event) => [...known, numberOf(event)],
};

/** A row for each note. A negative number takes back those that were noted before; zero marks them. */
export const noteRows: RowView = {
  version: 1,
  prefixes: ['note-'],
  tables: {
    note: {
      columns: { position: 'TEXT', number: 'INTEGER', marked: 'INTEGER' },
      key: ['position'],
      indexes: [['number']],
    },
  },
  changes(event) {
    const number = numberOf(event);
    if (number < 0) return [{ table: 'note', where: { number: -number }, remove: true }];
    if (number === 0) return [{ table: 'note', where: { marked: null }, set: { marked: 1 } }];
    return [{ table: 'note', put: { position: event.position, number, marked: null } }];
  },
};
