import { numericDate, type Json } from '#kernel';
import { generateKey } from '#signing';
import { parseCredential } from '../credential.ts';
import { issueRecord } from '../issue.ts';
import { resolve } from '../sd-jwt/resolve.ts';
import { changed, refusalOf } from './changed.samples.ts';
import { RECRUITMENT_CASE } from './recruitment-case.ts';
import { sampleCase } from './recruitment-case.samples.ts';
import { validateClaims, validateRecord } from './validate.ts';

const clear = {
  iss: 'TJ.MOL',
  vct: RECRUITMENT_CASE.vct,
  iat: numericDate('2026-11-24T08:00:00.000Z'),
  id: '00000000-0000-4000-8000-000000000000',
};
const whole = { ...clear, ...sampleCase };
const refusal = (pointer: string, value: Json | undefined) =>
  refusalOf(() => validateClaims(RECRUITMENT_CASE, changed(whole, pointer, value)));

describe('the record of a case', () => {
  test('is issued and pushed like any record, and shows nothing of the worker', async () => {
    const { iss: issuer, id, iat } = clear;
    const key = generateKey('TJ.MOL', 'record');
    const issued = { issuer, id, iat, key };
    const { record, sealed } = await issueRecord(RECRUITMENT_CASE, sampleCase, issued);
    const parsed = parseCredential(record);
    expect(validateRecord(RECRUITMENT_CASE, resolve(parsed))).toEqual([]);
    expect(resolve(parsed).claims).toEqual(whole);
    expect(sealed).toEqual([]);
    expect(Object.keys(parsed.payload).sort()).toEqual(
      ['_sd', '_sd_alg', 'iat', 'id', 'iss', 'vct'].sort(),
    );
  });

  test.each([
    ...['number', 'subject', 'destination', 'occupations', 'languages', 'registeredOn', 'consent'],
    ...['subject/familyName', 'subject/birthDate', 'consent/givenOn', 'consent/language'],
  ])('is refused without %s', (member) =>
    expect(refusal(`/${member}`, undefined)).toBe(`WIRE_SCHEMA_MISMATCH /${member}`),
  );

  test.each(['originRegion', 'agency', 'consentToken', 'consent/witness', 'subject/givenName'])(
    'may lack %s',
    (member) => expect(refusal(`/${member}`, undefined)).toBe('accepted'),
  );

  test.each<[string, Json]>([
    ['/outcome', 'FIT'],
    ['/occupations/0', '711'],
    ['/occupations/0', '7117'],
    ['/occupations', ['7112', '7112']],
    ['/occupations', []],
    ['/languages/0', 'tgk'],
    ['/languages/0', 'TG'],
    ['/destination', 'XX'],
    ['/originRegion', 'TJ'],
    ['/agency/id', 'agency'],
    ['/consent/witness', 'a name with blanks'],
    ['/consent/purposes/0', 'ADVERTISING'],
    ['/subject/sex', 'm'],
    ['/consentToken', 'A'.repeat(25)],
  ])('is refused where %s is %j', (pointer, value) =>
    expect(refusal(pointer, value)).toMatch(/^WIRE_SCHEMA_MISMATCH \//),
  );

  test.each<[string, Json, string]>([
    ['/consent/purposes', ['STATISTICS'], 'RULE_CONSENT_MISSING /consent/purposes'],
    ['/consent/purposes', ['ORGANISED_RECRUITMENT'], 'RULE_CONSENT_MISSING /consentToken'],
    ['/destination', 'TJ', 'RULE_CORRIDOR_UNKNOWN /destination'],
    ['/subject/birthDate', '2026-11-25', 'RULE_RECORD_DATES /subject/birthDate'],
    ['/consent/givenOn', '2026-11-25', 'RULE_RECORD_DATES /consent/givenOn'],
    ['/registeredOn', '2026-11-25', 'RULE_RECORD_DATES /registeredOn'],
    [
      '/subject/documents/0/issuedOn',
      '2033-03-01',
      'RULE_RECORD_DATES /subject/documents/0/expiresOn',
    ],
  ])('whose %s is %j makes no sense', (pointer, value, expected) =>
    expect(refusal(pointer, value)).toBe(expected),
  );

  test.each<[string, Json]>([
    ['/consent/givenOn', '2026-11-24'],
    ['/consent/purposes', ['ORGANISED_RECRUITMENT', 'OWN_STATUS']],
    ['/destination', 'KZ'],
  ])('whose %s is %j does', (pointer, value) => expect(refusal(pointer, value)).toBe('accepted'));

  test('is judged by what is shown of it', () => {
    expect(RECRUITMENT_CASE.rules({}, false)).toEqual([]);
    expect(
      RECRUITMENT_CASE.rules({ destination: 'RU', registeredOn: '2026-11-24' }, false),
    ).toEqual([]);
  });
});
