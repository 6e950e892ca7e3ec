import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, temporaryStore, type TemporaryStore } from '#testing';
import { checksumOf } from './checksum.ts';
import { Pages } from './pages.ts';
import { SqliteEventReader } from './reader.ts';

const DATA = '{"text":"Өмүрбек, 漢字 and a long enough rest"}';
const event = { stream: 'note-1', revision: 1, id: 'the-id', type: 'Noted', metadata: '{"m":1}' };

describe('an event that the disk gives back otherwise', () => {
  let temporary: TemporaryStore;
  let file: string;
  let written: Buffer;
  beforeAll(async () => {
    temporary = await temporaryStore();
    file = join(temporary.folder, 'events.db');
    for (let n = 0; n < 6; n++) {
      const own = { id: `${event.id}-${n}`, type: 'Noted', data: DATA, metadata: `{"n":${n}}` };
      await temporary.store.append(`note-${n % 2}`, n < 2 ? 'none' : (n >> 1) - 1, [own]);
    }
    await temporary.store.close();
    written = readFileSync(file);
  });
  afterEach(() => writeFileSync(file, written));
  afterAll(() => temporary.close());

  const opened = <Told>(tell: (pages: Pages) => Told): Told => {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      return tell(new Pages(db));
    } finally {
      db.close();
    }
  };
  const change = (sql: string) => {
    const db = new DatabaseSync(file);
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  };
  /** An index may have all that was asked for: then it is what was written. */
  const isWrittenOrRefused = (ask: (pages: Pages) => unknown, expected: unknown) => {
    const code = codeOf(() => opened(ask));
    if (code === undefined) expect(opened(ask)).toEqual(expected);
    else expect(code).toBe('STORE_CORRUPT');
  };
  const altered = () => {
    const reader = SqliteEventReader.open(file);
    const ids = reader.altered();
    reader.close();
    return ids;
  };

  test('is not given, whichever byte of it has another bit, however it is asked for', () => {
    // The row of `note-0`, revision 1, from its stream's name to the end of its data, and some of its checksum.
    const length = Buffer.byteLength(`note-0${event.id}-2Noted{"n":2}${DATA}`) + 4;
    const from = written.indexOf(`${event.id}-2`) - 'note-0'.length;
    const bits = Array.from({ length }, (_, byte) => (from + byte) * 8 + (byte % 8));
    const stream = (pages: Pages) => pages.stream('note-0', 0);
    const filtered = (pages: Pages) => pages.page(0, { streamPrefixes: ['note-0'] });
    const sound = [opened(stream), opened(filtered)];
    for (const bit of bits) {
      const bytes = Buffer.from(written);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(file, bytes);
      expect(codeOf(() => opened((pages) => pages.page(0, undefined)))).toBe('STORE_CORRUPT');
      isWrittenOrRefused(stream, sound[0]);
      isWrittenOrRefused(filtered, sound[1]);
      expect(altered()).toHaveLength(1);
    }
  });

  test('has a checksum always', () =>
    expect(() => change('UPDATE event SET checksum = NULL WHERE position = 3')).toThrow(
      'NOT NULL constraint failed',
    ));

  test('is not given, nor one whose checksum is', () => {
    change('UPDATE event SET checksum = checksum + 1 WHERE position = 3');
    expect(codeOf(() => opened((pages) => pages.stream('note-0', 0)))).toBe('STORE_CORRUPT');
    expect(altered()).toEqual([`${event.id}-2`]);
  });

  test('leaves a gap that is found where it is missing', () => {
    change('DELETE FROM event WHERE position = 3');
    expect(codeOf(() => opened((pages) => pages.stream('note-0', 0)))).toBe('STORE_CORRUPT');
    expect(codeOf(() => opened((pages) => pages.page(0, undefined)))).toBe('STORE_CORRUPT');
    expect(opened((pages) => pages.page(3, undefined))).toMatchObject({ upTo: 6 });
    change('DELETE FROM event WHERE position = 5');
    expect(codeOf(() => opened((pages) => pages.page(3, undefined)))).toBe('STORE_CORRUPT');
  });

  test('is not found where an index leads to another event', () => {
    change(`UPDATE event SET position = 7 WHERE position = 3`);
    expect(codeOf(() => opened((pages) => pages.page(2, undefined)))).toBe('STORE_CORRUPT');
  });

  test('is not given where an index says that it is another’s: the store does not open', async () => {
    const opening = async () => {
      const store = await temporary.open('events.db');
      await store.close();
      return 'open';
    };
    expect(await opening()).toBe('open');
    let found = 0;
    for (let at = written.indexOf('note-1'); at >= 0; at = written.indexOf('note-1', at + 1)) {
      // In the table the event's id follows, after a revision that may take a byte.
      if (/^note-1.?the-id/s.test(written.toString('latin1', at, at + 20))) continue;
      const bytes = Buffer.from(written);
      bytes[at + 'note-'.length]! ^= 0b10;
      writeFileSync(file, bytes);
      await expect(opening()).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      found++;
      writeFileSync(file, written);
    }
    expect(found).toBe(6);
  });
});

test('a checksum covers each part of an event, and where one ends', () => {
  const sums = [
    { ...event, data: DATA },
    { ...event, data: `${DATA} ` },
    { ...event, data: DATA, revision: 2 },
    { ...event, data: DATA, stream: 'note-11', revision: 0 },
    { ...event, data: `1${DATA}`, metadata: '{"m":' },
    ...['stream', 'id', 'type', 'metadata'].map((part) => ({ ...event, data: DATA, [part]: 'x' })),
  ].map(checksumOf);
  expect(new Set(sums).size).toBe(sums.length);
});
