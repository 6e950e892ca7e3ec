import { numericDate, type Json } from '#kernel';
import { sampleCertificate } from '#testing';
import { changed, refusalOf } from './changed.samples.ts';
import { MEDICAL_CERTIFICATE } from './medical-certificate.ts';
import { isLevel } from './record-type.ts';
import { validateClaims } from './validate.ts';

const clear = {
  iss: 'KG.MOH',
  vct: MEDICAL_CERTIFICATE.vct,
  iat: numericDate('2026-11-24T08:00:00.000Z'),
  id: '00000000-0000-4000-8000-000000000000',
};
const plainest = { ...clear, ...sampleCertificate() };
/** With everything that may be there. */
const fullest = {
  ...clear,
  ...sampleCertificate({
    outcomes: { 'RU/LABOUR/2': 'UNFIT', 'KZ/LABOUR/1': 'CONDITIONAL' },
    claims: {
      restrictions: ['NO_NIGHT_WORK', 'CORRECTIVE_LENSES'],
      treatmentReferral: {
        referral: { referred: true, facility: { id: 'KG-TB-1', name: 'Sample Dispensary' } },
      },
      diagnoses: { codes: ['A15.0', 'B20'] },
      supersedes: { id: clear.id, digest: 'A'.repeat(43), reason: 'CORRECTED' },
    },
  }),
};
const validate = (claims: object) => validateClaims(MEDICAL_CERTIFICATE, claims as never);
const refusal = (pointer: string, value: Json | undefined) =>
  refusalOf(() => validate(changed(fullest, pointer, value)));

describe('the claims of a medical certificate', () => {
  test('are accepted without a warning when they are as they should be', () => {
    expect(validate(plainest)).toEqual([]);
    expect(validate(fullest)).toEqual([]);
  });

  const mandatory = MEDICAL_CERTIFICATE.rows
    .filter((row) => !isLevel(row) && row.mandatory && !row.path.includes(null))
    .map(({ path }) => `/${path.join('/')}`);

  test('have 28 mandatory ones beside the assessments', () => {
    expect(mandatory).toHaveLength(28);
  });

  test.each(mandatory)('are refused without %s', (pointer) => {
    expect(refusal(pointer, undefined)).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}`);
  });

  test('are refused without an assessment', () => {
    expect(refusal('/assessments', [])).toBe('WIRE_SCHEMA_MISMATCH /assessments');
    expect(refusal('/assessments', undefined)).toBe('WIRE_SCHEMA_MISMATCH /assessments');
  });

  test('leave eight places for assessments', () => {
    const copies = (length: number) => Array.from({ length }, () => fullest.assessments[0]!);
    expect(refusal('/assessments', copies(9))).toBe('WIRE_SCHEMA_MISMATCH /assessments');
    expect(refusal('/assessments', copies(8))).toBe('WIRE_SCHEMA_MISMATCH /assessments/1/profile');
  });

  test.each<[string, Json]>([
    ['/iss', 'moh'],
    ['/iss', `KG.${'A'.repeat(30)}`],
    ['/iat', 1.5],
    ['/id', '00000000-0000-1000-8000-000000000000'],
    ['/number/number', ''],
    ['/number/number', 'A'.repeat(33)],
    ['/number/number', '7\n8'],
    ['/number/series', 7],
    ['/documentType', 'LETTER'],
    ['/issuerOrganisation/id', 'Клиника'],
    ['/issuerOrganisation/name', ' Clinic'],
    ['/issuerOrganisation/name', 'Clinic\u202E'],
    ['/issuerOrganisation/licence/validUntil', '2099-02-29'],
    ['/signatory/role', 'CLERK'],
    ['/subject/familyName', ''],
    ['/subject/familyName', 'Т'.repeat(101)],
    ['/subject/familyName', 'Testov2'],
    ['/subject/familyName', 'Test<script>'],
    ['/subject/familyName', 'Tes\u0301ov'.normalize('NFD')],
    ['/subject/familyNameLatin', 'Testov'],
    ['/subject/familyNameLatin', 'ТЕСТОВ'],
    ['/subject/birthDate', '1990-02-30'],
    ['/subject/birthDate', '1990-2-3'],
    ['/subject/birthDate', '1890-01-01'],
    ['/subject/birthDate', '1990'],
    ['/subject/sex', 'male'],
    ['/subject/citizenship', 'EU'],
    ['/subject/citizenship', 'KGZ'],
    ['/subject/documents', []],
    ['/subject/documents/0/kind', 'LICENCE'],
    ['/subject/documents/0/country', 'XX'],
    ['/subject/documents/0/number', 'PE 0000001\u0000'],
    ['/subject/documents/0/number', 'P1'],
    ['/examinedOn', '2026-11-31'],
    ['/verificationCode', 'A'.repeat(25)],
    ['/verificationCode', `${'A'.repeat(25)}1`],
    ['/consent/basis', 'HABIT'],
    ['/consent/purposes', []],
    ['/consent/purposes', ['STATISTICS', 'STATISTICS']],
    ['/consent/purposes/0', 'ADVERTISING'],
    ['/assessments/0/profile', 'RU/LABOUR'],
    ['/assessments/0/profile', 'ru/LABOUR/1'],
    ['/assessments/0/outcome', 'HEALTHY'],
    ['/assessments/1/fitnessScope', []],
    ['/assessments/1/fitnessScope', ['1', '2', '3', '4', '5']],
    ['/assessments/1/fitnessScope/0', '7199'],
    ['/assessments/1/fitnessScope/0', '71120'],
    ['/assessments/1/fitnessScope/0', 7112],
    ['/examinations/TB/finding/result', 'NEGATIVE'],
    ['/examinations/TB/finding/methodCode', 'GUESS'],
    ['/examinations/TB/finding/performedOn', '2026-13-01'],
    ['/examinations/TB/finding/confirmatoryDone', 'yes'],
    ['/restrictions', []],
    ['/restrictions/0', 'NO_FUN'],
    ['/treatmentReferral/referral/referred', 1],
    ['/diagnoses/codes/0', 'tuberculosis'],
    ['/diagnoses/codes/0', 'A15.000'],
    ['/supersedes/id', 'KG-1'],
    ['/supersedes/digest', `${'A'.repeat(42)}B`],
    ['/supersedes/reason', 'BETTER'],
  ])('are refused where %s is %j', (pointer, value) => {
    expect(refusal(pointer, value)).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}`);
  });

  test.each([
    '/remarks',
    '/subject/photo',
    '/subject/pregnant',
    '/examinations/PREGNANCY',
    '/examinations/TB/remarks',
    '/examinations/TB/finding/remarks',
    '/number/remarks',
    '/a~1b~0c',
  ])('have no place for %s', (pointer) => {
    const claims = pointer.includes('~')
      ? { ...fullest, 'a/b~c': 'x' }
      : changed(fullest, pointer, 'x');
    expect(refusalOf(() => validate(claims))).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}`);
  });

  test.each<[string, Json]>([
    ['/subject/familyName', 'Ким'],
    ['/subject/familyName', "О'Коннор-Сэ"],
    ['/subject/familyName', 'Асан уулу'],
    ['/subject/familyName', 'Ғалымова (Өзбекова)'],
    ['/subject/familyName', '李'],
    ['/subject/birthDate', '2000-02-29'],
    ['/subject/citizenship', 'STATELESS'],
    ['/subject/sex', 'X'],
    ['/assessments/1/fitnessScope', ['7', '71', '711', '9313']],
  ])('are accepted where %s is %j', (pointer, value) => {
    expect(refusal(pointer, value)).toBe('accepted');
  });

  test.each([['/subject/givenName'], ['/subject/patronymic'], ['/signatory'], ['/supersedes']])(
    'are accepted without %s',
    (pointer) => expect(refusal(pointer, undefined)).toBe('accepted'),
  );
});

describe('claims that depend on each other:', () => {
  test.each<[string, string, Json | undefined]>([
    ['a scope limits who is conditionally fit', '/assessments/1/fitnessScope', undefined],
    ['a scope is nothing for the unfit', '/assessments/0/fitnessScope', ['7']],
    ['consent has an id', '/consent/id', undefined],
    ['consent is given on a day', '/consent/givenOn', undefined],
    ['a law is cited', '/consent/act', undefined],
    ['an examination has a method', '/examinations/TB/finding/methodCode', undefined],
    ['an examination has a day', '/examinations/TB/finding/performedOn', undefined],
    ['none was performed on a day', '/examinations/MALARIA/finding/performedOn', '2026-11-17'],
    ['none was performed by a method', '/examinations/MALARIA/finding/methodCode', 'ELISA'],
    ['a referral goes somewhere', '/treatmentReferral/referral/facility', undefined],
  ])('%s', (_, pointer, value) => {
    const basis = pointer === '/consent/act' ? 'LAW' : fullest.consent.basis;
    const claims = changed(changed(fullest, '/consent/basis', basis), pointer, value);
    expect(refusalOf(() => validate(claims))).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}`);
  });

  test('what was examined under OTHER is named', () => {
    const finding = {
      result: 'NOT_DETECTED',
      methodCode: 'ELISA',
      performedOn: plainest.examinedOn,
    };
    const pointer = '/examinations/OTHER/finding';
    expect(refusal(pointer, finding)).toBe(`WIRE_SCHEMA_MISMATCH ${pointer}/icd10`);
    expect(refusal(pointer, { ...finding, icd10: 'B55' })).toBe('accepted');
    expect(refusal('/examinations/TB/finding', { ...finding, icd10: 'B55' })).toBe(
      'WIRE_SCHEMA_MISMATCH /examinations/TB/finding/icd10',
    );
  });

  test('whoever is not referred is referred nowhere', () => {
    const facility = { id: 'KG-TB-1', name: 'Sample Dispensary' };
    expect(refusal('/treatmentReferral/referral', { referred: false, facility })).toBe(
      'WIRE_SCHEMA_MISMATCH /treatmentReferral/referral/facility',
    );
    expect(refusal('/treatmentReferral/referral', { referred: false })).toBe('accepted');
  });

  test('a treaty may stand in for consent', () => {
    const act = { act: 'Sample Agreement', number: '1-T', date: '2011-12-09', country: 'KG' };
    expect(refusal('/consent', { basis: 'TREATY', purposes: ['PUBLIC_HEALTH'], act })).toBe(
      'accepted',
    );
  });
});
