import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { StoreError } from '#kernel';
import { temporaryStore, type TemporaryStore } from '#testing';
import type { Followed } from './follower.ts';
import { note, noteRows, second } from './notes.samples.ts';
import { ReadModel } from './read-model.ts';
import type { Row, RowView } from './row-view.ts';

describe('a read model', () => {
  let temporary: TemporaryStore;
  let file: string;
  const models: ReadModel[] = [];

  beforeEach(async () => {
    temporary = await temporaryStore();
    file = join(temporary.folder, 'views.db');
  });
  afterEach(async () => {
    for (const model of models.splice(0)) await model.close();
    await temporary.close();
  });

  const open = async (view: RowView = noteRows, store: Followed = temporary.store, name = file) => {
    const model = await ReadModel.open(temporary.thread, name, view, store);
    models.push(model);
    return model;
  };
  const numbersIn = (rows: readonly Row[]) => rows.map(({ number }) => number);

  test('keeps the rows that its view makes of the events', async () => {
    const { store } = temporary;
    const model = await open();
    const first = await note(store, 5);
    const last = await note(store, 7);
    await model.waitFor(last);
    expect(model.find('note')).toStrictEqual([
      { position: first, number: 5, marked: null },
      { position: last, number: 7, marked: null },
    ]);
    await note(store, 0);
    await model.waitFor(await note(store, -5));
    expect(model.find('note')).toStrictEqual([{ position: last, number: 7, marked: 1 }]);
  });

  test('finds rows by columns, in parts, in the order of their keys', async () => {
    const { store } = temporary;
    const model = await open();
    const positions = [];
    for (const number of [1, 2, 1, 1, 2, 1]) positions.push(await note(store, number));
    await model.waitFor(positions[5]!);
    const placesOf = (rows: readonly Row[]) => rows.map(({ position }) => position);
    const [a, b, c, d, e, f] = positions as [string, string, string, string, string, string];
    expect(placesOf(model.find('note', { number: 1 }))).toEqual([a, c, d, f]);
    expect(placesOf(model.find('note', { number: 1 }, { limit: 2 }))).toEqual([a, c]);
    const rest = model.find('note', { number: 1 }, { limit: 2, after: { position: c } });
    expect(placesOf(rest)).toEqual([d, f]);
    expect(placesOf(model.find('note', {}, { after: { position: c } }))).toEqual([d, e, f]);
    expect(placesOf(model.find('note', { marked: null, number: 2 }))).toEqual([b, e]);
    expect(model.find('note', { marked: 1 })).toEqual([]);
    expect(() => model.find('letter')).toThrow('the view has no table letter');
  });

  test('goes on after a restart where it stood', async () => {
    const { store } = temporary;
    const seen: string[] = [];
    const counting: RowView = {
      ...noteRows,
      changes: (event) => [...(seen.push(event.position), noteRows.changes(event))],
    };
    const model = await open(counting);
    const earlier = await note(store, 1, { at: second(30) });
    const later = await note(store, 2, { at: second(10) });
    await model.waitFor(later);
    expect(model.recordedAt).toBe(second(30));
    await model.close();

    const third = await note(store, 3, { at: second(20) });
    const again = await open(counting);
    expect([again.position, again.recordedAt]).toEqual([later, second(30)]);
    expect(numbersIn(again.find('note'))).toEqual([1, 2]);
    await again.waitFor(third);
    expect(numbersIn(again.find('note'))).toEqual([1, 2, 3]);
    expect(seen).toEqual([earlier, later, third]);
  });

  test('is made anew for another version or other tables of its view', async () => {
    const { store } = temporary;
    await note(store, 1);
    const model = await open();
    await model.caughtUp;
    await model.close();

    const newer = await open({ ...noteRows, version: 2, changes: () => [] });
    expect(newer.position).toBe('start');
    await newer.caughtUp;
    expect(newer.find('note')).toEqual([]);
    await newer.close();

    const tables = { memo: { columns: { number: 'INTEGER' }, key: ['number'] } } as const;
    const other = await open({ ...noteRows, version: 2, tables, changes: () => [] });
    expect(other.position).toBe('start');
    expect(() => other.find('note')).toThrow('the view has no table note');
    expect(other.find('memo')).toEqual([]);
  });

  test('is made anew when it is ahead of its store, which was put back from a backup', async () => {
    for (const number of [1, 2, 3]) await note(temporary.store, number);
    const model = await open();
    await model.caughtUp;
    await model.close();

    const older = await temporary.open('older.db');
    await note(older, 4);
    const again = await open(noteRows, older);
    expect(again.position).toBe('start');
    await again.caughtUp;
    expect(numbersIn(again.find('note'))).toEqual([4]);
  });

  test('goes on when its file takes writes again', async () => {
    const { store } = temporary;
    let full = true;
    const changes: RowView['changes'] = (event) => {
      if (full) throw new StoreError('STORE_UNAVAILABLE', 'database or disk is full');
      return noteRows.changes(event);
    };
    const model = await open({ ...noteRows, changes });
    const position = await note(store, 1);
    await expect(model.waitFor(position, 50)).rejects.toMatchObject({ code: 'STORE_BEHIND' });
    full = false;
    await model.waitFor(position);
    expect(numbersIn(model.find('note'))).toEqual([1]);
  });

  test('gives up trying when the store is closed meanwhile', async () => {
    const changes = () => {
      throw new StoreError('STORE_UNAVAILABLE', 'database or disk is full');
    };
    const store = await temporary.open('other.db');
    const model = await open({ ...noteRows, changes }, store);
    const waiting = model.waitFor(await note(store, 1));
    const refused = expect(waiting).rejects.toThrow('the event store is closed');
    await pause(20);
    await store.close();
    await refused;
  });

  test('gives the same rows whether it followed or is made anew', async () => {
    const { store } = temporary;
    const following = await open();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), async (all) => {
        const positions = await Promise.all(all.map((number) => note(store, number)));
        await following.waitFor(positions.toSorted().at(-1)!);
        const anew = await open(noteRows, store, join(temporary.folder, `anew${run++}.db`));
        await anew.caughtUp;
        expect(anew.find('note')).toEqual(following.find('note'));
        await anew.close();
      }),
      { numRuns: 15, seed: 20_261_124 },
    );
  });

  test('has exactly the rows up to its position after a kill in the middle of its work', async () => {
    await Promise.all(
      Array.from({ length: 2_000 }, (_, number) => note(temporary.store, number + 1)),
    );
    await temporary.store.close();
    const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
    const script = `
      import { SqliteThread } from '#sqlite';
      import { SqliteEventStore } from '#event-store/sqlite';
      import { ReadModel } from '#projections';
      import { noteRows } from ${source('./notes.samples.ts')};
      const thread = SqliteThread.start();
      const store = await SqliteEventStore.open(thread, ${JSON.stringify(join(temporary.folder, 'events.db'))});
      const model = await ReadModel.open(thread, ${JSON.stringify(file)}, noteRows, store);
      const from = Number(model.position === 'start' ? 0 : model.position);
      setInterval(() => Number(model.position) > from + 200 && process.kill(process.pid, 'SIGKILL'), 1);`;
    const argv = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--eval', script];
    const stops = [];
    for (let kill = 0; kill < 3; kill++) {
      const run = promisify(execFile)(process.execPath, argv);
      await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
      const store = await temporary.open('events.db');
      const model = await ReadModel.open(temporary.thread, file, noteRows, store);
      const [position, rows] = [Number(model.position), model.find('note').length];
      await model.close();
      await store.close();
      expect(rows).toBe(position);
      stops.push(position);
    }
    expect(stops[0]).toBeGreaterThan(200);
    expect(stops).toEqual([...new Set(stops)].sort((one, other) => one - other));
  });
});
