import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { siblingModule, SqliteThread, type SqliteWriter } from './index.ts';
import type { operations } from './notes.samples.ts';

const module = siblingModule(import.meta.url, 'notes.samples');
const SOURCE = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--eval'];

describe('the writer thread', () => {
  let folder: string;
  let file: string;
  let thread: SqliteThread;
  let writer: SqliteWriter<typeof operations>;
  const write = (text: string) => writer.call('write', Buffer.from(text));
  const bodies = () =>
    writer
      .reader()
      .prepare('SELECT body FROM note ORDER BY number')
      .all()
      .map((row) => Buffer.from(row['body'] as Uint8Array).toString());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
    file = join(folder, 'made', 'notes.db');
    thread = SqliteThread.start();
    writer = await thread.open<typeof operations>(file, module);
  });
  afterEach(async () => {
    await thread.close();
    await rm(folder, { recursive: true });
  });

  /** Another process that opens the file, says so, and stays until it is killed. */
  const holder = () =>
    spawn(process.execPath, [
      ...SOURCE,
      `import { SqliteThread } from '#sqlite';
       await SqliteThread.start().open(${JSON.stringify(file)}, new URL(${JSON.stringify(module.href)}));
       console.log('open');`,
    ]);

  test('answers each call with its own result, in the order of the calls', async () => {
    const texts = Array.from({ length: 100 }, (_, index) => `note ${index}`);
    const numbers = await Promise.all(texts.map(write));
    expect(numbers).toEqual(texts.map((_, index) => index + 1));
    expect(bodies()).toEqual(texts);
  });

  test('commits together what has waited together', async () => {
    const pause = writer.call('pause', 50);
    const done: string[] = [];
    const writes = [];
    for (const text of ['a', 'b', 'c', 'd']) {
      await nextTurn();
      writes.push(write(text).then(() => done.push(text)));
    }
    await pause;
    expect(done).toEqual([]);
    await writes[0];
    // Answers of several commits would be several messages, each in a turn of its own.
    await Promise.resolve();
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });

  test('rejects only the call that was refused', async () => {
    const outcomes = await Promise.allSettled([
      write('a'),
      writer.call('writeAndRefuse', Buffer.from('b')),
      write('c'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'RULE_QUOTA', pointer: '/body' } });
    expect(bodies()).toEqual(['a', 'c']);
  });

  test('hosts several databases', async () => {
    const other = await thread.open<typeof operations>(join(folder, 'other.db'), module);
    await Promise.all([
      write('here'),
      other.call('write', Buffer.from('there')),
      write('here too'),
    ]);
    expect(bodies()).toEqual(['here', 'here too']);
    expect(other.reader().prepare('SELECT count(*) AS count FROM note').get()).toEqual({
      count: 1,
    });
  });

  test('gives readers no way to write', () => {
    expect(() => writer.reader().exec('DELETE FROM note')).toThrow('readonly');
  });

  test('leaves a deleted row in no file after a checkpoint', async () => {
    const number = await write('a secret of long ago');
    const found = async () => {
      const files = await readdir(join(folder, 'made'));
      const contents = await Promise.all(files.map((name) => readFile(join(folder, 'made', name))));
      return contents.some((content) => content.includes('a secret of long ago'));
    };
    expect(await found()).toBe(true);
    await writer.call('forget', number);
    await writer.checkpoint();
    expect(await found()).toBe(false);
  });

  test('says so when a reader keeps a checkpoint from its work', async () => {
    const rows = writer.reader().prepare('SELECT 1 FROM sqlite_schema').iterate();
    rows.next();
    await write('newer than what is read');
    await expect(writer.checkpoint()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    rows.return?.();
    await writer.checkpoint();
  });

  test('finishes at close what was called before, and leaves one file', async () => {
    const written = write('the last word');
    await writer.close();
    await expect(written).resolves.toBe(1);
    await expect(write('too late')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(() => writer.reader()).toThrow('closed');
    expect((await readdir(join(folder, 'made'))).sort()).toEqual(['notes.db', 'notes.db-lock']);
  });

  test('fails every call once it has died, and can still be closed', async () => {
    const calls = [writer.call('endThread'), write('never')];
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(write('never')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('is the only one: another process is refused until this one closes', async () => {
    const attempt = promisify(execFile)(process.execPath, [
      ...SOURCE,
      `import { SqliteThread } from '#sqlite';
       const thread = SqliteThread.start();
       await thread.open(${JSON.stringify(file)}, new URL(${JSON.stringify(module.href)}))
         .catch(({ code, message }) => console.log(code, message));
       await thread.close();`,
    ]);
    await expect(attempt).resolves.toMatchObject({
      stdout: `STORE_LOCKED ${file} is open for writing elsewhere\n`,
    });
  });

  test('gets the file of a process that was killed', async () => {
    await writer.close();
    const other = holder();
    await once(other.stdout, 'data');
    const open = () => thread.open<typeof operations>(file, module);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    other.kill('SIGKILL');
    await once(other, 'exit');
    writer = await open();
    await expect(write('mine again')).resolves.toBe(1);
  });
});
