import { readFile } from 'node:fs/promises';
import type { QuorumStatement } from '#client';
import type { PublicJwk } from '#kernel';
import { jcs, verificationKey, verifyGeneral } from '#signing';
import { Shell } from '../cli.samples.ts';

describe('a statement about a state', () => {
  let shell: Shell;
  const file = (name: string) => shell.path(name);
  beforeAll(async () => {
    shell = await Shell.open();
    for (const state of ['KG', 'RU', 'AM'])
      await shell.run(['keys', 'generate', '--as', state, '--use', 'root']);
    const { out } = await shell.run(['keys', 'show', 'AM', '--json']);
    await shell.write('am-root.json', out);
  });
  afterAll(() => shell.close());

  const draft = (name: string, ...more: string[]) =>
    shell.run(['state', 'draft', file(name), ...more]);
  const sign = (name: string, as: string) => shell.run(['state', 'sign', file(name), '--as', as]);

  test('that comes in is signed by root after root, each once', async () => {
    const admission = ['--state', 'AM', '--status', 'member', '--root', file('am-root.json')];
    expect((await draft('am.json', ...admission)).exit).toBe(0);
    for (const as of ['KG', 'RU', 'KG']) expect((await sign('am.json', as)).exit).toBe(0);
    const text = await readFile(file('am.json'), 'utf8');
    const { typ, payload, signatures } = JSON.parse(text) as QuorumStatement;
    expect(typ).toBe('admission+jws');
    expect(payload).toMatchObject({ iss: 'AM', state: 'AM', status: 'member' });
    expect(signatures).toHaveLength(2);
    const keys = await shell.json<{ kid: string; jwk: PublicJwk }>('keys', 'show');
    const keyOf = (kid: string) =>
      verificationKey(keys.find((one) => one.kid === kid)!.jwk, 'ES256');
    for (const one of signatures) verifyGeneral(typ, jcs(payload), one, keyOf);
  });

  test('that is a member already needs no root of it', async () => {
    await draft('by.json', '--state', 'BY', '--status', 'suspended');
    expect(await readFile(file('by.json'), 'utf8')).toContain('membership+jws');
  });

  test.each<[string, string[], string]>([
    ['another state’s root', ['--state', 'UZ', '--root', 'am-root.json'], 'not the root of UZ'],
    ['no state', ['--state', 'uz'], '--state takes two capitals'],
  ])('is not drafted with %s', async (_, options, sentence) => {
    const argv = options.map((one) => (one.endsWith('.json') ? file(one) : one));
    const { exit, err } = await draft('no.json', '--status', 'member', ...argv);
    expect(exit).toBe(2);
    expect(err).toContain(sentence);
  });

  test('is not sent unsigned', async () => {
    await draft('kz.json', '--state', 'KZ', '--status', 'left');
    const { exit, err } = await shell.run(['state', 'send', file('kz.json')]);
    expect(exit).toBe(2);
    expect(err).toContain('Nobody has signed');
  });
});
