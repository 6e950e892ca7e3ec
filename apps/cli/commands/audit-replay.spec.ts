import { jcs } from '#signing';
import { LoggedHistory } from '#testing';
import { Shell } from '../cli.samples.ts';

const logged = new LoggedHistory();
const { events, federation } = logged.history;

describe('eurasec audit replay', () => {
  test('verifies a saved history against checkpoints that were kept elsewhere', async () => {
    const shell = await Shell.open();
    await shell.write('genesis.json', jcs(federation.genesis));
    const note = await shell.write('kept.txt', logged.checkpoint(['KG']));
    const save = (count: number) =>
      shell.write(
        'events.ndjson',
        events
          .slice(0, count)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      );
    const replay = async (count: number, ...more: readonly string[]) =>
      shell.run(['audit', 'replay', '--events', await save(count), ...more]);
    expect((await replay(events.length, '--checkpoint', note)).exit).toBe(0);
    expect((await replay(5)).exit).toBe(0);
    const { exit, out } = await replay(5, '--checkpoint', note);
    expect([exit, out]).toEqual([1, expect.stringContaining('TRUST_LOG_CUT')]);
    const part = await replay(events.length, '--after', events[4]!.position, '--json');
    expect(JSON.parse(part.out)).toMatchObject({
      ...{ events: events.length - 5, before: { events: 5, findings: 0 } },
    });
    await shell.close();
  });
});
