import { parseJws } from '#signing';
import { Shell } from '../../cli.samples.ts';

const NAME = 'RU.MOL-7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11';
const DEMAND = { authority: 'RU.MOL', id: '7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11' };

describe('what is said of a demand without a hub at hand', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    await shell.run(['keys', 'generate', '--as', 'RU.MOL', '--use', 'statement']);
  });
  afterAll(() => shell.close());

  async function signed(typ: string, ...argv: readonly string[]) {
    const { exit, out, err } = await shell.run([
      ...['demand', ...argv, '--as', 'RU.MOL', '--offline'],
    ]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const { iat: _, ...said } = parseJws(out.trim(), { typ }).payload;
    return said;
  }

  test('is the draft, as it was edited', async () => {
    const { out } = await shell.run(['sample', 'demand', '--as', 'RU.MOL']);
    const file = await shell.write('demand.json', out);
    expect(await signed('demand+jws', 'register', file)).toEqual({
      iss: 'RU.MOL',
      demand: JSON.parse(out) as object,
    });
  });

  test.each([
    ['demand-quota+jws', ['quota', '--category', 'CATEGORY_4', '--reference', 'Q-1']],
    ['demand-closing+jws', ['close', '--reason', 'ENDED']],
    ['demand-refusal+jws', ['refuse', '--reason', 'QUOTA_EXHAUSTED']],
  ])('is a %s that names it', async (typ, [verb, ...said]) => {
    const members = Object.fromEntries(
      said.flatMap((word, index) =>
        word.startsWith('--') ? [[word.slice(2), said[index + 1]!]] : [],
      ),
    );
    expect(await signed(typ, verb!, NAME, ...said)).toEqual({
      iss: 'RU.MOL',
      demand: DEMAND,
      ...members,
    });
  });

  test.each([
    ['a name that is none', ['close', 'RU.MOL', '--reason', 'ENDED'], 'the name of a demand'],
    ['a reason of its own', ['close', NAME, '--reason', 'BORED'], 'Allowed choices are'],
    ['no reason', ['refuse', NAME], '--reason'],
    ['no category', ['quota', NAME, '--reference', 'Q-1'], '--category'],
  ])('is refused with %s', async (_, argv, sentence) => {
    const { exit, err } = await shell.run(['demand', ...argv, '--as', 'RU.MOL']);
    expect(exit).toBe(2);
    expect(err).toContain(sentence);
  });

  test('is refused without an id: sent again it would be another demand', async () => {
    const file = await shell.write('nameless.json', '{"destination":"RU"}');
    const { exit, err } = await shell.run(['demand', 'register', file, '--as', 'RU.MOL']);
    expect([exit, err]).toEqual([2, 'The demand has no id: give it a UUID, and keep it.\n']);
  });
});
