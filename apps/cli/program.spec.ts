import { Command } from 'commander';
import { Shell } from './cli.samples.ts';
import { VERBS } from './commands/index.ts';

/** The words of every command that does something. */
function commandLines(): string[][] {
  const root = new Command('eurasec');
  for (const verb of VERBS) verb(root, () => () => Promise.resolve());
  const leaves = (command: Command, words: string[]): string[][] =>
    command.commands.length === 0
      ? [words]
      : command.commands.flatMap((one) => leaves(one, [...words, one.name()]));
  return leaves(root, []);
}

const ID = '5cea73e6-d889-44e2-8901-7667003b42bf';
const STACK = /\n\s+at .+:\d+:\d+/;

describe('the command line', () => {
  let shell: Shell;
  beforeAll(async () => (shell = await Shell.open()));
  afterAll(() => shell.close());

  test.each(commandLines().map((words) => [words.join(' '), words] as const))(
    'shows an example of: %s',
    async (name, words) => {
      const { exit, out } = await shell.run([...words, '--help']);
      expect(exit).toBe(0);
      expect(out).toContain(`Usage: eurasec ${name}`);
      expect(out).toContain(`  $ eurasec ${name}`);
    },
  );

  test('says what its exit codes mean', async () => {
    const { exit, out } = await shell.run(['--help']);
    expect(exit).toBe(0);
    expect(out).toMatch(/Exit codes:\n {2}0 {2}done\n {2}1 /);
  });

  test.each<[string, string[], string]>([
    ['an unknown command', ['frobnicate'], "unknown command 'frobnicate'"],
    ['a missing argument', ['push'], "missing required argument 'path'"],
    ['a group alone', ['contract'], 'Usage: eurasec contract'],
    ['a bad choice', ['revoke', ID, '--reason', 'FLU'], 'Allowed choices are CLERICAL_ERROR'],
    ['a bad id', ['revoke', '1', '--reason', 'CLERICAL_ERROR'], 'It takes the id of a record'],
    ['nobody who acts', ['contract', 'show', 'kg-ru'], 'Say who acts'],
    ['a bad participant', ['contract', 'show', 'kg-ru', '--as', '../KG'], '--as takes'],
    ['a missing key', ['contract', 'show', 'kg-ru', '--as', 'KG.MOH'], 'request.key cannot be'],
    ['a missing file', ['push', 'none.ndjson', '--as', 'KG.MOH'], 'none.ndjson is not there.'],
    ['a missing genesis', ['genesis', 'verify'], 'genesis.json is not there.'],
    [
      'a missing passphrase file',
      ['keys', 'generate', '--as', 'KG', '--use', 'root', '--passphrase-file', 'none'],
      'none is not there.',
    ],
  ])('ends with 2 and a sentence at %s', async (_, argv, sentence) => {
    const { exit, out, err } = await shell.run(argv);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).not.toMatch(STACK);
  });

  test('asks for a passphrase where none is given', async () => {
    const { exit, err } = await shell.run(['keys', 'generate', '--as', 'KG', '--use', 'root'], {});
    expect(exit).toBe(2);
    expect(err).toContain('KEY_PASSPHRASE');
  });

  test('does not open a key with another passphrase', async () => {
    const generate = ['keys', 'generate', '--as', 'TJ.MOH', '--use', 'request'];
    expect((await shell.run(generate)).exit).toBe(0);
    const { exit, err } = await shell.run(['contract', 'show', 'x', '--as', 'TJ.MOH'], {
      KEY_PASSPHRASE: 'another passphrase',
    });
    expect(exit).toBe(2);
    expect(err).toMatch(/TJ\.MOH\/request\.key does not open with this passphrase/);
  });

  test('ends with 3 when no hub answers', async () => {
    await shell.run(['keys', 'generate', '--as', 'BY.MOH', '--use', 'request']);
    const { exit, err } = await shell.run(['contract', 'show', 'kg-ru', '--as', 'BY.MOH']);
    expect(exit).toBe(3);
    expect(err).toContain('no answer from http://127.0.0.1:1');
    expect(err).not.toMatch(STACK);
  });
});
