import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, temporaryStore, type TemporaryStore } from '#testing';
import type { RecordedEvent } from '../event-store.ts';
import { SqliteEventReader } from './reader.ts';

describe('a store that is only read', () => {
  let temporary: TemporaryStore;
  let file: string;
  beforeEach(async () => {
    temporary = await temporaryStore();
    file = join(temporary.folder, 'events.db');
    for (let n = 0; n < 200; n++) await append(`note-${n % 3}`, Math.floor(n / 3));
  });
  afterEach(() => temporary.close());

  const append = (stream: string, revision: number) =>
    temporary.store.append(stream, revision === 0 ? 'none' : revision - 1, [
      { id: `${stream} ${revision}`, type: 'Noted', data: `{"n":${revision}}`, metadata: '{}' },
    ]);
  const all = async (events: AsyncIterable<RecordedEvent>) => {
    const read: RecordedEvent[] = [];
    for await (const event of events) read.push(event);
    return read;
  };

  test('gives every event while another writes, and no more than there were', async () => {
    const reader = SqliteEventReader.open(file);
    const events = reader.readAll('start');
    await append('note-9', 0);
    expect(await all(events)).toHaveLength(200);
    expect(await all(reader.readAll('start'))).toEqual(await all(temporary.store.readAll('start')));
    const one = { streamPrefixes: ['note-9'] };
    expect(await all(reader.readAll('start', one))).toMatchObject([{ stream: 'note-9' }]);
    expect(await reader.end()).toBe(await temporary.store.end());
    expect(reader.damage()).toEqual([]);
    reader.close();
  });

  test('tells where the file itself is damaged', async () => {
    await temporary.store.close();
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(8_192, 0x5a), 0, 8_192, 3 * 8_192);
    await handle.close();
    const reader = SqliteEventReader.open(file);
    expect(reader.damage()).not.toEqual([]);
    reader.close();
  });

  test('must be there, and be a store', async () => {
    const path = join(temporary.folder, 'other.db');
    expect(() => SqliteEventReader.open(path)).toThrow('ENOENT');
    await writeFile(path, 'no database, and long enough to be looked at as one'.repeat(20));
    expect(codeOf(() => SqliteEventReader.open(path).readAll('start'))).toBe('STORE_CORRUPT');
  });
});
