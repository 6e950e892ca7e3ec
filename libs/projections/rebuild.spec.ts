import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryStore, type TemporaryStore } from '#testing';
import { note, noteRows } from './notes.samples.ts';
import { ReadModel } from './read-model.ts';
import { Rebuild } from './rebuild.ts';
import type { RowView } from './row-view.ts';

describe('rows that are made anew', () => {
  let temporary: TemporaryStore;
  let file: string;
  let positions: string[];

  beforeEach(async () => {
    temporary = await temporaryStore();
    file = join(temporary.folder, 'views.db');
    positions = [];
    for (const number of [3, 1, 2]) positions.push(await note(temporary.store, number));
    await standing();
  });
  afterEach(() => temporary.close());

  /** Lets the read model come to the store's end. */
  async function standing() {
    const model = await ReadModel.open(temporary.thread, file, noteRows, temporary.store);
    await model.caughtUp;
    await model.close();
  }

  async function compared(view: RowView = noteRows, meanwhile = async () => {}) {
    const rebuild = new Rebuild(view, file);
    for await (const event of temporary.store.readAll('start')) rebuild.take(event);
    await meanwhile();
    const result = await rebuild.compare(temporary.store);
    rebuild.close();
    return result;
  }

  const change = (sql: string) => {
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
  };

  test('are those of an honest file, which may stand before the end', async () => {
    const honest = { state: 'COMPARED', position: positions[2], rows: 3, wrong: 0, named: [] };
    expect(await compared()).toEqual(honest);
    await note(temporary.store, 4);
    expect(await compared()).toEqual(honest);
  });

  test('are those of a file that moved on meanwhile', async () => {
    const result = await compared(noteRows, async () => {
      await note(temporary.store, 4);
      await standing();
    });
    expect(result).toMatchObject({ state: 'COMPARED', rows: 4, wrong: 0 });
  });

  test('show each row that is wrong', async () => {
    const [first, second] = positions;
    change(`UPDATE note SET number = 7 WHERE position = '${first}';
      DELETE FROM note WHERE position = '${second}';
      INSERT INTO note VALUES ('9', 9, NULL)`);
    expect(await compared()).toMatchObject({
      wrong: 3,
      named: [
        { table: 'note', key: { position: first }, fault: 'DIFFERENT' },
        { table: 'note', key: { position: second }, fault: 'MISSING' },
        { table: 'note', key: { position: '9' }, fault: 'SURPLUS' },
      ],
    });
  });

  test('are not compared with those of another version, nor with none', async () => {
    expect(await compared({ ...noteRows, version: 2 })).toEqual({ state: 'OTHER_VERSION' });
    file = join(temporary.folder, 'none.db');
    expect(await compared()).toEqual({ state: 'ABSENT' });
  });

  test('show a file that has seen more than the store holds', async () => {
    const store = join(temporary.folder, 'events.db');
    await temporary.store.close();
    await copyFile(store, join(temporary.folder, 'older.db'));
    const [all, older] = [await temporary.open('events.db'), await temporary.open('older.db')];
    await note(all, 4);
    const model = await ReadModel.open(temporary.thread, file, noteRows, all);
    await model.caughtUp;
    await model.close();
    const rebuild = new Rebuild(noteRows, file);
    expect(await rebuild.compare(older)).toMatchObject({ state: 'AHEAD' });
    rebuild.close();
  });
});
