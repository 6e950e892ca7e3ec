import { readFile } from 'node:fs/promises';
import { parseCredential, recordDigest, resolve } from '#credentials';
import { parseJws } from '#signing';
import { Shell } from '../../cli.samples.ts';

type Line = { readonly record: string; readonly statement: string; readonly consentToken: string };

describe('cases that are issued', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    await shell.run(['keys', 'generate', '--as', 'KG.MOL', '--use', 'record', 'statement']);
    await shell.run(['keys', 'generate', '--as', 'KG.AGENCY1', '--use', 'statement']);
  });
  afterAll(() => shell.close());

  const issue = (file: string, out: string, ...argv: readonly string[]) =>
    shell.run(['case', 'issue', file, '--as', 'KG.MOL', '--out', shell.path(out), ...argv]);
  async function issued(count: number, out: string, ...argv: readonly string[]): Promise<Line[]> {
    const drafts = await shell.run(['sample', 'case', '--people', String(count)]);
    const file = await shell.write(`claims-of-${out}`, drafts.out);
    const { exit, err } = await issue(file, out, ...argv);
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining(`${count} signed`) });
    const text = await readFile(shell.path(out), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  }

  test('are of as many people as the file has, each with a token of its own', async () => {
    const lines = await issued(3, 'three.ndjson');
    const names = lines.map(({ record }) => resolve(parseCredential(record)).claims['number']);
    expect(names).toEqual(['CASE-SAMPLE/1', 'CASE-SAMPLE/2', 'CASE-SAMPLE/3']);
    expect(new Set(lines.map(({ consentToken }) => consentToken)).size).toBe(3);
  });

  test.each([
    ['the ministry itself, as employment service', 'KG.MOL', 'EMPLOYMENT_SERVICE', []],
    ['an agency', 'KG.AGENCY1', 'AGENCY_ORIGIN', ['--agency', 'KG.AGENCY1']],
  ])('are registered by %s', async (_, by, capacity, argv) => {
    const [line] = await issued(2, `by-${by}.ndjson`, ...argv);
    const { jwt, payload: record } = parseCredential(line!.record);
    const { payload } = parseJws(line!.statement, { typ: 'transition+jws' });
    expect(payload).toMatchObject({
      iss: by,
      record: { issuer: 'KG.MOL', id: record['id'], digest: recordDigest(jwt) },
      step: 'WorkerRegistered',
      actor: { capacity },
    });
  });

  test('are none where one has a fault, which is told without what it holds', async () => {
    const { out } = await shell.run(['sample', 'case', '--people', '2']);
    const [first, second] = out.trim().split('\n');
    const bad = JSON.stringify({ ...(JSON.parse(second!) as object), destination: 'XX' });
    const file = await shell.write('bad.ndjson', `${first}\n${bad}\n`);
    const { exit, err } = await issue(file, 'never.ndjson');
    expect(exit).toBe(2);
    expect(err).toMatch(/^line 2 {2}.*\/destination \(WIRE_SCHEMA_MISMATCH\)/);
    expect(err).toContain('Nothing was signed: 1 of 2 cannot be.');
    expect(err).not.toContain('XX');
    await expect(readFile(shell.path('never.ndjson'))).rejects.toThrow('ENOENT');
  });

  test('are not of an agency of another state', async () => {
    const file = await shell.write('one.json', (await shell.run(['sample', 'case'])).out);
    const { exit, err } = await issue(file, 'none.ndjson', '--agency', 'RU.AGENCY1');
    expect([exit, err]).toEqual([2, 'RU.AGENCY1 is not of the state of KG.MOL.\n']);
  });
});
