import { readFile, writeFile } from 'node:fs/promises';
import { hashOf } from '#contracts';
import { Shell } from '../../cli.samples.ts';
import type { ContractFile } from './contract-file.ts';

describe('a contract file', () => {
  let shell: Shell;
  let file: string;
  beforeAll(async () => {
    shell = await Shell.open();
    file = shell.path('kg-ru.json');
    for (const holder of ['KG.MOH', 'RU.MOH'])
      await shell.run(['keys', 'generate', '--as', holder, '--use', 'statement']);
  });
  afterAll(() => shell.close());

  const draft = (...more: string[]) =>
    shell.run([
      ...['contract', 'draft', file, '--id', 'kg-ru', '--until', '2028-12-31'],
      ...['--party', 'KG.MOH', 'RU.MOH', ...more],
    ]);
  const sign = (holder: string) =>
    shell.run(['contract', 'sign', file, '--as', holder, '--offline']);
  const read = async () => JSON.parse(await readFile(file, 'utf8')) as ContractFile;

  test('is drafted without signatures, and tells its hash', async () => {
    const { exit, out } = await draft('--include-evidence');
    expect(exit).toBe(0);
    const { document, signatures } = await read();
    expect(document).toMatchObject({ id: 'kg-ru', version: 1, parties: ['KG', 'RU'] });
    expect(document.grants.some(({ recordType }) => recordType === 'MedicalEvidence')).toBe(true);
    expect(signatures).toEqual([]);
    expect(out).toContain(hashOf(document));
  });

  test('is not overwritten', async () => expect((await draft()).exit).toBe(2));

  test('is signed by each party once, also offline', async () => {
    const { document } = await read();
    for (const holder of ['KG.MOH', 'RU.MOH', 'KG.MOH']) expect((await sign(holder)).exit).toBe(0);
    const signed = await read();
    expect(signed.document).toEqual(document);
    expect(signed.signatures).toHaveLength(2);
  });

  test('that contradicts itself is not drafted', async () => {
    const { exit, err } = await shell.run([
      ...['contract', 'draft', shell.path('late.json'), '--id', 'kg-ru'],
      ...['--party', 'KG.MOH', 'RU.MOH', '--from', '2028-01-01', '--until', '2027-01-01'],
    ]);
    expect(exit).toBe(2);
    expect(err).toContain('at /validUntil (RULE_CONTRACT_INVALID)');
  });

  const BASIS = ['--legal-basis', 'Sample agreement', '12', '2026-05-29', 'KG'];
  const draftOfWork = (name: string, ...more: string[]) =>
    shell.run([
      ...['contract', 'draft', shell.path(name), '--id', 'work', '--until', '2028-12-31'],
      ...['--about', 'organised-recruitment', '--party', 'KG.MOL', 'RU.MOL', ...more],
    ]);

  test('is drafted about organised recruitment, between labour ministries', async () => {
    expect((await draftOfWork('work.json', ...BASIS)).exit).toBe(0);
    const { document } = JSON.parse(
      await readFile(shell.path('work.json'), 'utf8'),
    ) as ContractFile;
    expect(document).toMatchObject({
      parties: ['KG', 'RU'],
      legalBasis: [{ act: 'Sample agreement', number: '12', date: '2026-05-29', country: 'KG' }],
    });
    expect(new Set(document.grants.map(({ recordType }) => recordType))).toEqual(
      new Set(['Demand', 'RecruitmentCase']),
    );
  });

  test.each<[string, readonly string[], string]>([
    ['that stands on no act', [], 'with --legal-basis'],
    ['whose act has no date', ['--legal-basis', 'Sample', '12'], 'takes four words'],
    ['with what is medical', [...BASIS, '--include-evidence'], 'belong to medical certificates'],
    ['about something else', [...BASIS, '--about', 'weather'], 'Allowed choices'],
  ])('about recruitment %s is not drafted', async (_, more, sentence) => {
    const { exit, err } = await draftOfWork('none.json', ...more);
    expect([exit, err]).toEqual([2, expect.stringContaining(sentence)]);
    await expect(readFile(shell.path('none.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is told from other JSON', async () => {
    await writeFile(file, '{"id":"kg-ru"}');
    const { exit, err } = await sign('KG.MOH');
    expect(exit).toBe(2);
    expect(err).toContain('is not a contract file');
  });
});
