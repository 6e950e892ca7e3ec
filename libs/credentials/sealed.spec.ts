import { generateKey } from '#signing';
import { codeOfAsync, sampleIssue } from '#testing';
import { parseCredential } from './credential.ts';
import { openSealed, withDisclosures } from './sealed.ts';
import { resolve } from './sd-jwt/resolve.ts';

const key = generateKey('KG.MOH', 'record');
const russia = generateKey('RU.MOH', 'encryption');
const kazakhstan = generateKey('KZ.MOH', 'encryption');
const HIV = ['examinations', 'HIV', 'finding'];
const DRUGS = ['examinations', 'DRUGS', 'finding'];

const { record, sealed, claims } = await sampleIssue({
  key,
  seal: [
    { path: HIV, to: 'RU.MOH', ...russia },
    { path: HIV, to: 'KZ.MOH', ...kazakhstan },
    { path: DRUGS, to: 'RU.MOH', ...russia },
    { path: ['diagnoses', 'codes'], to: 'RU.MOH', ...russia },
  ],
});

describe('sealed items', () => {
  test('are made of the S5 claims that the record has, for whom they are sealed', () => {
    expect(sealed.map(({ path, to }) => [path[1], to])).toEqual([
      ['HIV', 'RU.MOH'],
      ['HIV', 'KZ.MOH'],
      ['DRUGS', 'RU.MOH'],
    ]);
    expect(sealed[0]?.digest).toBe(sealed[1]?.digest);
  });

  test('open for their authority, and stand in the record where their path says', async () => {
    const opened = await openSealed([sealed[0]!, sealed[2]!], russia);
    const { examinations } = resolve(parseCredential(withDisclosures(record, opened))).claims;
    expect(examinations).toMatchObject({
      HIV: claims.examinations.HIV,
      DRUGS: claims.examinations.DRUGS,
      MENTAL: {},
    });
  });

  test('do not open for another', async () => {
    expect(await codeOfAsync(() => openSealed([sealed[1]!], russia))).toBe('TRUST_KEY_UNKNOWN');
  });

  test('that hold another disclosure than they name are refused', async () => {
    const swapped = { ...sealed[0]!, jwe: sealed[2]!.jwe };
    expect(await codeOfAsync(() => openSealed([swapped], russia))).toBe('RULE_SEALED_MISMATCH');
  });

  test('are nowhere in the record', () => {
    for (const { digest } of sealed) {
      expect(record).not.toContain(digest);
      const { disclosed } = resolve(parseCredential(record));
      expect(disclosed.map((one) => one.digest)).not.toContain(digest);
    }
  });
});
