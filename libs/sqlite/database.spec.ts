import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Call } from './crossing.ts';
import { Database, harden } from './database.ts';
import * as notes from './notes.samples.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const calls = (...list: readonly (readonly [operation: string, ...args: unknown[]])[]): Call[] =>
  list.map(([operation, ...args], id) => [id, 1, operation, args]);

describe('a database', () => {
  let folder: string;
  let file: string;
  let database: Database;
  let reader: DatabaseSync;
  const count = () => reader.prepare('SELECT count(*) AS count FROM note').get()?.['count'];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
    file = join(folder, 'notes.db');
    database = new Database(file, notes);
    reader = new DatabaseSync(file, { readOnly: true });
  });
  afterEach(async () => {
    reader.close();
    database.close();
    await rm(folder, { recursive: true });
  });

  test('commits all calls of a group at once', () => {
    const seen: unknown[] = [];
    const look = () => void seen.push(count());
    const { operations } = notes;
    const other = new Database(join(folder, 'other.db'), {
      schema: notes.schema,
      operations: { ...operations, look },
    });
    reader.close();
    reader = new DatabaseSync(join(folder, 'other.db'), { readOnly: true });
    const replies = other.run(
      calls(['write', bytes('a')], ['look'], ['write', bytes('b')], ['look']),
    );
    expect(replies.map(([, done]) => done)).toEqual([true, true, true, true]);
    expect([...seen, count()]).toEqual([0, 0, 2]);
    other.close();
  });

  test('has pages of the size that its module asks for, and keeps those it was made with', () => {
    const pageSize = (of: string) => {
      const db = new DatabaseSync(of, { readOnly: true });
      const { page_size } = db.prepare('PRAGMA page_size').get()!;
      db.close();
      return page_size;
    };
    const other = join(folder, 'other.db');
    for (const wanted of [8_192, 16_384]) {
      const large = new Database(other, { ...notes, pageSize: wanted });
      expect(large.run(calls(['write', bytes('a')]))[0]![1]).toBe(true);
      large.close();
      expect(pageSize(other)).toBe(8_192);
    }
    expect(pageSize(file)).toBe(4_096);
  });

  test('undoes a call that throws, and it alone', () => {
    const group = calls(
      ['write', bytes('a')],
      ['writeAndRefuse', bytes('b')],
      ['write', bytes('c')],
    );
    expect(database.run(group)).toEqual([
      [0, true, 1],
      [
        1,
        false,
        { code: 'RULE_QUOTA', message: 'no more notes', pointer: '/body', facts: { limit: 3 } },
      ],
      [2, true, 2],
    ]);
    expect(count()).toBe(2);
  });

  test('answers an unknown operation with an error', () => {
    const error = new Error(`${file} has no operation erase`);
    expect(database.run(calls(['erase']))).toEqual([[0, false, { error }]]);
  });

  test('refuses every call of a group whose commit fails, and all that come after', () => {
    const code = 'STORE_UNAVAILABLE';
    const group = database.run(calls(['write', bytes('a')], ['answerNothing']));
    expect(group).toMatchObject([
      [0, false, { code }],
      [1, false, { code }],
    ]);
    expect(database.run(calls(['write', bytes('b')]))).toMatchObject([[0, false, { code }]]);
    expect(count()).toBe(0);
  });

  test('refuses what does not fit on the disk, and goes on when there is room again', () => {
    database.run(calls(['limit', 10]));
    const large = database.run(calls(['write', bytes('a')], ['write', new Uint8Array(100_000)]));
    expect(large).toMatchObject([
      [0, false, { code: 'STORE_UNAVAILABLE' }],
      [1, false, { code: 'STORE_UNAVAILABLE' }],
    ]);
    expect(count()).toBe(0);
    database.run(calls(['limit', 1_000]));
    expect(database.run(calls(['write', new Uint8Array(100_000)]))).toEqual([[0, true, 1]]);
    expect(count()).toBe(1);
  });

  test.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['secure_delete', 1],
    ['mmap_size', 0],
    ['temp_store', 2],
  ])('runs with %s = %s', (pragma, value) => {
    expect(database.run(calls(['pragma', pragma]))).toEqual([[0, true, value]]);
  });

  test('that is disposable does not wait for the disk at every commit', () => {
    const other = new Database(join(folder, 'other.db'), { ...notes, disposable: true });
    expect(other.run(calls(['pragma', 'synchronous']))).toEqual([[0, true, 1]]);
    other.close();
  });

  test('is refused where SQLite grants no WAL', () => {
    const memory = new DatabaseSync(':memory:');
    expect(() => harden(memory, 'memory')).toThrow('memory does not take journal_mode = wal');
    memory.close();
  });

  test('is refused while another connection writes to the file', () => {
    expect(() => new Database(file, notes)).toThrow(
      expect.objectContaining({ code: 'STORE_LOCKED' }),
    );
  });

  test('is refused if the file is something else, which stays as it is', async () => {
    const other = join(folder, 'letter.txt');
    await writeFile(other, 'Dear Madam, '.repeat(1_000));
    const open = () => new Database(other, notes);
    expect(open).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
    // The lock is given back.
    expect(open).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
  });
});
