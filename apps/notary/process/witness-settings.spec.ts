import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from '#signing';
import { formatVkey, noteKey } from '#transparency';
import { witnessSettings } from './witness-settings.ts';

const hub = generateKey('HUB', 'hub');
const log = noteKey('log', 'hub.example', hub.jwk);
const keys = ['KG', 'RU', 'KZ', 'BY', 'TJ'].map((state) => {
  const { jwk } = generateKey(`${state}.MOH`, 'witness');
  const key = noteKey('witness', `${state}.MOH`, jwk);
  return { state, key, vkey: formatVkey(key, 'witness', jwk) };
});
const own = keys.map(({ key }) => ({ key, url: 'http://127.0.0.1:1', isIndependent: false }));

describe('the witnesses of a log', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'policy-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function from(policy: string | undefined, dishonest = 1, inside: typeof own = []) {
    const file = join(folder, policy === undefined ? 'missing' : 'policy');
    if (policy !== undefined) await writeFile(file, policy);
    return witnessSettings({ LOG_POLICY: file, DISHONEST_WITNESSES: dishonest }, log, inside);
  }

  const policyOf = (count: number, quorum: number, more = '') => {
    const some = keys.slice(0, count);
    const lines = some.map(
      ({ state, vkey }) => `witness ${state} ${vkey} https://${state}.example`,
    );
    return `${lines.join('\n')}\ngroup all-of-us ${quorum} ${some.map(({ state }) => state).join(' ')}\nquorum all-of-us\n${more}`;
  };

  test('are those of the policy, each with its key and its address', async () => {
    const { witnesses, quorum, dishonest } = await from(policyOf(5, 4));
    expect([quorum, dishonest]).toEqual([4, 1]);
    expect(witnesses.map(({ key, url, isIndependent }) => [key.name, url, isIndependent])).toEqual(
      keys.map(({ state }) => [`${state}.MOH`, `https://${state}.example`, true]),
    );
  });

  test('without a policy are those of the process itself, and a third of them may be dishonest', async () => {
    expect(await from(undefined, 0, own)).toEqual({ witnesses: own, quorum: 4, dishonest: 1 });
    expect(await from(undefined)).toEqual({ witnesses: [], quorum: 0, dishonest: 0 });
  });

  test('are not independent for being named in a policy', async () => {
    const { witnesses } = await from(policyOf(5, 4), 1, own.slice(0, 2));
    expect(witnesses.map(({ isIndependent }) => isIndependent)).toEqual([
      ...[false, false],
      ...[true, true, true],
    ]);
  });

  test.each([
    [5, 3, 1],
    [5, 4, 3],
    [4, 2, 0],
    [1, 1, 1],
  ])(
    'of %i are refused with a quorum of %i where %i may be dishonest',
    (count, quorum, dishonest) =>
      expect(from(policyOf(count, quorum), dishonest)).rejects.toThrow(
        /asks for \d of \d witnesses.*two histories can have a quorum/,
      ),
  );

  test.each<[string, () => string, RegExp]>([
    [
      'where one has no address',
      () => `witness kg ${keys[0]!.vkey}\nquorum kg\n`,
      /where KG.MOH is asked/,
    ],
    ['of another log', () => policyOf(5, 4, `log ${vkeyOfAnother()}\n`), /about other logs/],
    ['where one has two keys', () => twice(), /would count twice/],
    ['that cannot be read', () => 'witnesses: 5\n', /is no log policy as C2SP/],
  ])('of a policy %s are refused in a sentence', (_, policy, sentence) =>
    expect(from(policy(), 0)).rejects.toThrow(sentence),
  );

  function vkeyOfAnother(): string {
    const { jwk } = generateKey('HUB', 'hub');
    return formatVkey(noteKey('log', 'hub.example', jwk), 'log', jwk);
  }

  function twice(): string {
    const { jwk } = generateKey('KG.MOH', 'witness');
    const again = formatVkey(noteKey('witness', 'KG.MOH', jwk), 'witness', jwk);
    return `witness a ${keys[0]!.vkey} https://a.example\nwitness b ${again} https://b.example\ngroup g all a b\nquorum g\n`;
  }
});
