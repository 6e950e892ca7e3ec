import type { VerifiedBundle } from '#client';
import { jcs } from '#signing';
import { LoggedHistory } from '#testing';
import { Shell } from '../cli.samples.ts';

const logged = new LoggedHistory();
const { events, federation } = logged.history;

describe('what proves something, given what it cannot use,', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    const lines = (which: readonly object[]) => which.map((one) => `${JSON.stringify(one)}\n`);
    const { position: _, ...placeless } = events[0]!;
    const files = {
      'genesis.json': jcs(federation.genesis),
      'events.ndjson': lines(events).join(''),
      'text.txt': 'no proof of anything',
      'number.ndjson': '5\n',
      'null.json': 'null',
      'object.json': '{}',
      'placeless.ndjson': lines([placeless]).join(''),
      'endless.ndjson': lines(events.slice(1)).join(''),
      proof: await logged.proof(events.length - 1, ['KG', 'RU', 'BY'], {
        receipt: logged.receipt(events.length - 1),
      }),
    };
    for (const [name, text] of Object.entries(files)) await shell.write(name, text);
  });
  afterAll(() => shell.close());

  /** Names of files stand for their places. */
  const run = (words: string) =>
    shell.run(
      words.split(' ').map((word) => (word.startsWith('@') ? shell.path(word.slice(1)) : word)),
    );

  test.each([
    ['audit replay --events @text.txt', 'text.txt line 1 is no event.'],
    ['audit replay --events @number.ndjson', 'number.ndjson line 1 is no event.'],
    ['audit replay --events @null.json', 'null.json line 1 is no event.'],
    ['audit replay --events @placeless.ndjson', 'placeless.ndjson line 1 is no event.'],
    ['audit replay --events @nothing', 'nothing is not there.'],
    ['audit replay --events @events.ndjson --after 7', 'WIRE_SCHEMA_MISMATCH'],
    ['audit replay --events @events.ndjson --up-to x', 'WIRE_SCHEMA_MISMATCH'],
    ['audit replay --events @events.ndjson --checkpoint @text.txt', 'WIRE_LOG_NOTE'],
    ['audit as-of record KG.MOH/x --from @text.txt', 'WIRE_NOT_JSON'],
    ['audit as-of record KG.MOH/x --from @null.json', 'null.json keeps no answer'],
    ['audit as-of record KG.MOH/x --from @object.json', 'object.json keeps no answer'],
    ['audit as-of weather KG --from @object.json', 'There are answers about: record'],
    ['audit as-of participant KG --known-at yesterday', '--known-at'],
    ['audit as-of participant KG --quorum many', '--quorum'],
    ['evidence verify @text.txt --quorum 1.5', '--quorum'],
    ['evidence verify @nothing', 'nothing is not there.'],
    ['evidence get KG.MOH x', "'x' is invalid for argument 'id'"],
    ['verify-receipt @text.txt', 'WIRE_NOT_JWS'],
    ['verify-receipt @object.json', 'object.json holds no receipt.'],
    ['verify-receipt @proof --trust-list @text.txt', 'text.txt line 1 is no event.'],
    ['verify-receipt @proof --trust-list @endless.ndjson', 'no whole trust list'],
    ['fsck --store nothing', 'sqlite:'],
    ['fsck --store sqlite:/nowhere/events.db', '/nowhere/events.db is not there.'],
    ['fsck --log @nothing', 'nothing is not there.'],
    ['fsck --read-models @nothing', 'nothing is not there.'],
  ])('%s: ends with 2 and says so', async (words, sentence) => {
    const { exit, out, err } = await run(words);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  test('ends with 1 where it is read and is no proof', async () => {
    const { exit, out } = await run('evidence verify @text.txt --json');
    expect(exit).toBe(1);
    const { isProved, steps } = JSON.parse(out) as VerifiedBundle;
    expect([isProved, steps[0]?.code]).toEqual([false, 'WIRE_EVIDENCE_FORM']);
  });

  test.each(['evidence verify', 'audit replay', 'audit as-of', 'fsck', 'verify-receipt'])(
    '%s --help shows how, with examples and what the end means',
    async (words) => {
      const { exit, out } = await run(`${words} --help`);
      expect(exit).toBe(0);
      expect(out).toContain('Examples:');
      expect(out).toMatch(/[Ee]nds with 1 when/);
      expect(out).toContain('--json');
    },
  );
});
