import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryStore, type TemporaryStore } from '#testing';
import { note, notes } from '../conformance/given.conformance.ts';
import { eventStoreConformance } from '../event-store.conformance.ts';
import type { EventToAppend } from '../event-store.ts';
import { sqliteGiven } from './given.conformance.ts';

eventStoreConformance('SqliteEventStore', () => sqliteGiven());

describe('SqliteEventStore', () => {
  let temporary: TemporaryStore;
  beforeAll(async () => (temporary = await temporaryStore()));
  afterAll(() => temporary.close());

  test('writes nothing of an append with an event that cannot be stored', async () => {
    const { store } = temporary;
    const broken = { ...note('second'), data: undefined } as unknown as EventToAppend;
    await expect(store.append('broken-1', 'none', [note('first'), broken])).rejects.toThrow();
    expect(await store.readStream('broken-1')).toEqual([]);
  });

  test('has an end only when it has an event', async () => {
    const empty = await temporary.open('empty.db');
    expect(await empty.end()).toBe('start');
    const { position } = await empty.append('a-1', 'none', notes(1));
    expect(await empty.end()).toBe(position);
    await empty.close();
  });

  test.each([
    '',
    '5',
    '00000000000000005',
    '000000000000000x',
    '9999999999999999',
    '-000000000000001',
  ])('refuses a position that it cannot have given: %p', (position) => {
    const reading = () => temporary.store.readAll(position);
    expect(reading).toThrow(expect.objectContaining({ code: 'WIRE_SCHEMA_MISMATCH' }));
  });

  test('says what is wrong with a damaged file', async () => {
    const damaged = await temporary.open('damaged.db');
    await damaged.append('a-1', 'none', notes(1));
    const db = new DatabaseSync(join(temporary.folder, 'damaged.db'));
    db.exec('DROP TABLE event');
    db.close();
    await expect(damaged.readStream('a-1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await damaged.close();
  });
});
