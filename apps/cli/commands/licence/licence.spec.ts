import { parseJws } from '#signing';
import { Shell } from '../../cli.samples.ts';

describe('a licence that is signed without a hub at hand', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    await shell.run(['keys', 'generate', '--as', 'KG.MOL', '--use', 'statement']);
  });
  afterAll(() => shell.close());

  const ABOUT = ['KG.AGENCY1', '--as', 'KG.MOL', '--number', 'KG-1'];
  const TERMS = ['--name', 'Sample LLC', '--destination', 'RU', 'KZ', '--until', '2027-12-31'];

  async function signed(verb: string, ...argv: string[]) {
    const { exit, out, err } = await shell.run(['licence', verb, ...ABOUT, ...argv, '--offline']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    return parseJws(out.trim(), { typ: 'licence+jws' }).payload;
  }

  test('is granted from today on, without fees, unless it says otherwise', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { iat: _, validFrom, ...granted } = await signed('grant', ...TERMS);
    expect([before, new Date().toISOString().slice(0, 10)]).toContain(validFrom);
    expect(granted).toEqual({
      iss: 'KG.MOL',
      act: 'LICENSE',
      agency: 'KG.AGENCY1',
      name: 'Sample LLC',
      number: 'KG-1',
      destinations: ['RU', 'KZ'],
      validUntil: '2027-12-31',
      feePolicy: 'NO_FEE',
    });
    const options = [
      '--from',
      '2027-01-01',
      '--fee-policy',
      'CAPPED',
      '--tax-id',
      '02712200610128',
    ];
    expect(await signed('grant', ...TERMS, ...options)).toMatchObject({
      validFrom: '2027-01-01',
      feePolicy: 'CAPPED',
      taxId: '02712200610128',
    });
  });

  test.each([
    ['suspend', 'SUSPEND'],
    ['restore', 'RESTORE'],
    ['revoke', 'REVOKE'],
  ])('is changed by: %s', async (verb, act) => {
    const { iat: _, ...said } = await signed(verb);
    expect(said).toEqual({ iss: 'KG.MOL', act, agency: 'KG.AGENCY1', number: 'KG-1' });
  });

  test.each([
    [
      'no destination',
      ['grant', ...ABOUT, '--name', 'Sample LLC', '--until', '2027-12-31'],
      '--destination',
    ],
    ['no number', ['suspend', 'KG.AGENCY1', '--as', 'KG.MOL'], '--number'],
    ['a day that is none', ['grant', ...ABOUT, ...TERMS, '--from', '2027-02-30'], 'It takes a day'],
    ['a status that is none', ['register', '--status', 'GONE'], 'Allowed choices are ACTIVE'],
  ])('is refused with %s', async (_, argv, sentence) => {
    const { exit, err } = await shell.run(['licence', ...argv]);
    expect(exit).toBe(2);
    expect(err).toContain(sentence);
  });
});
