import { DatabaseSync } from 'node:sqlite';
import { SqliteEventStore } from '#event-store/sqlite';
import { jcs } from '#signing';
import { SqliteThread } from '#sqlite';
import { LoggedHistory } from '#testing';
import { Shell, type Ran } from '../cli.samples.ts';

const logged = new LoggedHistory();
const { events, federation } = logged.history;

describe('eurasec fsck', () => {
  let shell: Shell;
  let file: string;
  beforeEach(async () => {
    shell = await Shell.open();
    await shell.write('genesis.json', jcs(federation.genesis));
    file = shell.path('events.db');
    const thread = SqliteThread.start();
    const store = await SqliteEventStore.open(thread, file);
    for (const { stream, revision, ...event } of events)
      await store.append(stream, revision === 0 ? 'none' : revision - 1, [event]);
    await store.close();
    await thread.close();
  });
  afterEach(() => shell.close());

  const fsck = (...more: readonly string[]): Promise<Ran> =>
    shell.run(['fsck', '--store', `sqlite:${file}`, ...more]);
  const change = (sql: string) => {
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
  };

  test('finds nothing in a store as a hub leaves it, and says what it looked at', async () => {
    const { exit, out } = await fsck();
    expect(exit).toBe(0);
    expect(out).toMatch(new RegExp(`^file +sound\nevents +${events.length} in \\d+ streams\n`));
    expect(out).toContain('Nothing is wrong.');
    expect(out).toMatch(/the notary's file +no file/);
    expect(out).toMatch(/read model records +absent; the next start makes it/);
  });

  test('names what was changed, for people and for machines', async () => {
    const { id, position } = events[9]!;
    change(`UPDATE event SET data = replace(data, '":"', '": "') WHERE id = '${id}'`);
    const { exit, out } = await fsck();
    expect(exit).toBe(1);
    expect(out).toContain(`${id} at ${position}`);
    const told = JSON.parse((await fsck('--json')).out) as object;
    expect(told).toMatchObject({
      isSound: false,
      findings: expect.arrayContaining([expect.objectContaining({ event: id })]),
    });
  });

  test('shows what was cut off against a checkpoint that was kept elsewhere', async () => {
    const note = await shell.write('kept.txt', logged.checkpoint(['KG']));
    expect((await fsck('--checkpoint', note)).exit).toBe(0);
    change('DELETE FROM event WHERE position = (SELECT max(position) FROM event)');
    expect((await fsck()).exit).toBe(0);
    const { exit, out } = await fsck('--checkpoint', note);
    expect(exit).toBe(1);
    expect(out).toContain('TRUST_LOG_CUT');
    expect(out).toMatch(new RegExp(`checkpoint of ${events.length} +events .* are missing`));
  });

  test.each([
    ['a store that is not there', 'sqlite:/nowhere/events.db', 'is not there'],
    ['what is no store', 'http://127.0.0.1', 'EVENT_STORE_URL holds'],
  ])('tells %s', async (_, store, sentence) => {
    const { exit, err } = await shell.run(['fsck', '--store', store]);
    expect([exit, err]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
