import { numericDate, type Json } from '#kernel';
import { generateKey } from '#signing';
import { parseCredential } from '../credential.ts';
import { issueRecord } from '../issue.ts';
import { resolve } from '../sd-jwt/resolve.ts';
import { changed, refusalOf } from './changed.samples.ts';
import { sampleEvidence } from './evidence.samples.ts';
import { MEDICAL_EVIDENCE } from './medical-evidence.ts';
import { validateClaims, validateRecord } from './validate.ts';

const clear = {
  iss: 'KG.MOH',
  vct: MEDICAL_EVIDENCE.vct,
  iat: numericDate('2026-11-24T08:00:00.000Z'),
  id: '00000000-0000-4000-8000-000000000000',
};
const refusal = (pointer: string, value: Json | undefined) =>
  refusalOf(() =>
    validateClaims(MEDICAL_EVIDENCE, changed({ ...clear, ...sampleEvidence }, pointer, value)),
  );

describe('medical evidence', () => {
  test('is issued and pushed like any record, with nothing sealed', async () => {
    const { iss: issuer, id, iat } = clear;
    const key = generateKey('KG.MOH', 'record');
    const { record, sealed } = await issueRecord(MEDICAL_EVIDENCE, sampleEvidence, {
      issuer,
      id,
      iat,
      key,
    });
    const resolved = resolve(parseCredential(record));
    expect(validateRecord(MEDICAL_EVIDENCE, resolved)).toEqual([]);
    expect(resolved.claims).toEqual({ ...clear, ...sampleEvidence });
    expect(sealed).toEqual([]);
  });

  test.each<[string, Json]>([
    ['/assessedBy', 'KG.MOH'],
    ['/outcome', 'FIT'],
    ['/assessments', []],
    ['/original/bytes', 'SEMxOlNBTVBMRQ=='],
    ['/original/bytes', 'SEMxOlNBTVBMRR'],
    ['/original/bytes', 'A'.repeat(43_693)],
    ['/original/mediaType', 'hcert'],
    ['/verifiedIssuer/algorithm', 'none'],
    ['/verifiedIssuer/certificateExpired', 'no'],
    ['/documentIssuedAt', '2021-06-01'],
    ['/documentIssuedAt', '2021-02-29T08:00:00Z'],
    ['/documentIssuedAt', '2021-06-01T25:00:00Z'],
    ['/subject/birthDate', '1998-13'],
    ['/subject/birthDate', '98'],
    ['/subject/familyNameLatin', 'MUSTERFRAU<GOESSINGER'],
    ['/tests/0/sampledAt', '2021-06-01T06:54:34'],
    ['/tests/0/result', 'NEGATIVO'],
    ['/tests', Array.from({ length: 5 }, () => sampleEvidence.tests![0]!)],
    ['/vaccinations/0/dose', 0],
    ['/vaccinations/0/dose', 1.5],
    ['/recoveries/0/validUntil', '2021-10-32'],
  ])('is refused where %s is %j', (pointer, value) => {
    expect(refusal(pointer, value)).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}`);
  });

  test.each(['1998', '1998-02', '1998-02-28'])('may know only %s of a birth date', (date) => {
    expect(refusal('/subject/birthDate', date)).toBe('accepted');
    expect(refusal('/subject/birthDate', undefined)).toBe('accepted');
  });

  test('keeps an original of up to 32 KiB', () => {
    const bytes = Buffer.alloc(32 * 1024).toString('base64url');
    expect(refusal('/original/bytes', bytes)).toBe('accepted');
  });

  test('is about somebody, by one name at least', () => {
    expect(refusal('/subject', { familyNameLatin: 'MUSTERFRAU' })).toBe('accepted');
    expect(refusal('/subject', { givenName: 'Beispiel' })).toBe(
      'WIRE_SCHEMA_MISMATCH /subject/familyName',
    );
  });

  test('says something medical', () => {
    const one = changed(changed(sampleEvidence, '/tests', []), '/vaccinations', []);
    const none = { ...clear, ...changed(one, '/recoveries', undefined) };
    expect(refusalOf(() => validateClaims(MEDICAL_EVIDENCE, none))).toBe(
      'WIRE_SCHEMA_MISMATCH /tests',
    );
    expect(refusalOf(() => validateClaims(MEDICAL_EVIDENCE, { ...clear, ...one }))).toBe(
      'accepted',
    );
  });

  test('of a recovery that ends before it begins is refused', () => {
    expect(refusal('/recoveries/0/validUntil', '2021-04-03')).toBe(
      'RULE_RECORD_DATES /recoveries/0/validUntil',
    );
    expect(refusal('/recoveries/0/validUntil', '2021-04-04')).toBe('accepted');
  });
});
