import { numericDate, type Json } from '#kernel';
import { sampleCertificate, type SampleChanges } from '#testing';
import { certificateRules } from './certificate-rules.ts';
import { changed, refusalOf } from './changed.samples.ts';

// The sample: examined from 15 to 20 November 2026, every test on the 17th, issued on the 20th.
const iat = numericDate('2026-11-24T08:00:00.000Z');
const certificate = (changes: SampleChanges = {}) => ({ iat, ...sampleCertificate(changes) });
const warnings = (claims: object) => certificateRules(claims as never, false);
const refusal = (claims: object) => refusalOf(() => warnings(claims));
const without = (claims: object, ...pointers: string[]) =>
  pointers.reduce((rest, pointer) => changed(rest, pointer, undefined), claims);

const found = (result: 'DETECTED' | 'INCONCLUSIVE', confirmatoryDone?: boolean) => ({
  result,
  methodCode: 'ELISA' as const,
  performedOn: '2026-11-17',
  ...(confirmatoryDone !== undefined && { confirmatoryDone }),
});

describe('the dates of a certificate', () => {
  test.each<[string, Json]>([
    ['/subject/birthDate', '2026-11-16'],
    ['/examinedFrom', '2026-11-18'],
    ['/examinedOn', '2026-11-16'],
    ['/issuedOn', '2026-11-19'],
    ['/issuedOn', '2026-11-25'],
    ['/validFrom', '2026-11-19'],
    ['/validUntil', '2026-11-19'],
    ['/issuerOrganisation/licence/validUntil', '2026-11-19'],
    ['/consent/givenOn', '2026-11-21'],
    ['/examinations/TB/finding/performedOn', '2026-11-14'],
    ['/examinations/TB/finding/performedOn', '2026-11-21'],
    ['/examinations/TB/finding/validUntil', '2026-11-16'],
  ])('contradict each other where %s is %s', (pointer, value) => {
    expect(refusal(changed(certificate(), pointer, value))).toMatch(/^RULE_RECORD_DATES \//);
  });

  test('may be the last day anywhere on Earth', () => {
    const late = numericDate('2026-11-19T10:00:00.000Z');
    expect(refusal({ ...certificate(), iat: late })).toBe('accepted');
    expect(refusal({ ...certificate(), iat: late - 1 })).toBe('RULE_RECORD_DATES /issuedOn');
  });

  test('that are not shown are not judged', () => {
    const wrong = changed(certificate(), '/issuedOn', '2030-01-01');
    expect(refusal(wrong)).toBe('RULE_RECORD_DATES /issuedOn');
    const hidden = without(wrong, '/issuedOn', '/consent');
    expect(refusal(hidden)).toBe('accepted');
  });
});

describe('an assessment', () => {
  const end = (profile: string, changes?: SampleChanges) =>
    certificate({ outcomes: { [profile]: 'FIT' }, ...changes }).assessments[0]!.validUntil;

  test('ends with the earliest of the examinations its profile asks for', () => {
    // HIV counts for 90 days in Russia; the first is 17 November 2026.
    expect(end('RU/LABOUR/2')).toBe('2027-02-14');
    expect(end('TJ/LABOUR/1')).toBe('2027-05-15');
    const tested = { ...found('DETECTED'), validUntil: '2027-01-31' };
    expect(end('RU/LABOUR/2', { findings: { TB: tested } })).toBe('2027-01-31');
  });

  test('never outlasts its certificate', () => {
    const short = changed(certificate(), '/validUntil', '2026-12-31');
    expect(refusal(short)).toBe('RULE_ASSESSMENT_DATES /assessments/0/validUntil');
  });

  test.each(['2027-02-13', '2027-02-15'])('with another end, %s, is refused', (validUntil) => {
    const claims = changed(certificate(), '/assessments/0/validUntil', validUntil);
    expect(refusal(claims)).toBe('RULE_ASSESSMENT_DATES /assessments/0/validUntil');
  });

  test('is refused by the hub, which sees no HIV test, only where it is later than what it sees', () => {
    const hub = without(certificate(), '/examinations/HIV/finding', '/examinations/DRUGS/finding');
    const ending = (validUntil: string) =>
      refusal(changed(hub, '/assessments/0/validUntil', validUntil));
    expect(ending('2027-02-14')).toBe('accepted');
    expect(ending('2026-12-01')).toBe('accepted');
    expect(ending('2027-11-16')).toBe('accepted');
    expect(ending('2027-11-17')).toBe('RULE_ASSESSMENT_DATES /assessments/0/validUntil');
  });

  test('alone can be judged by nobody', () => {
    const { assessments } = certificate();
    expect(refusal({ iat, assessments })).toBe('accepted');
  });

  test.each([
    ['nobody has', 'RU/NOTHING/1'],
    ['is of later days', 'RU/LABOUR/1'],
  ])('under a profile that %s is refused', (_, profile) => {
    const claims = changed(certificate(), '/assessments/0/profile', profile);
    expect(refusal(claims)).toBe('RULE_PROFILE_UNKNOWN /assessments/0/profile');
  });

  test('names each profile once', () => {
    const claims = changed(certificate(), '/assessments/1/profile', 'RU/LABOUR/2');
    expect(refusal(claims)).toBe('WIRE_SCHEMA_MISMATCH /assessments/1/profile');
  });

  test.each(['TB', 'HIV', 'DRUGS'])('that is favourable asks for %s to be examined', (item) => {
    const claims = changed(certificate(), `/examinations/${item}/finding`, {
      result: 'NOT_PERFORMED',
    });
    expect(refusal(claims)).toBe(`RULE_EXAMINATION_MISSING /examinations/${item}/finding/result`);
  });

  test('that is unfavourable needs no further examination', () => {
    const outcomes = { 'RU/LABOUR/2': 'UNFIT' } as const;
    const findings = { TB: found('DETECTED'), LEPROSY: { result: 'NOT_PERFORMED' } } as const;
    expect(refusal(certificate({ outcomes, findings }))).toBe('accepted');
  });

  test.each(['HIV', 'DRUGS'] as const)('is unfavourable for %s only when confirmed', (item) => {
    const unfit = (finding: ReturnType<typeof found>) =>
      refusal(certificate({ outcomes: { 'RU/LABOUR/2': 'UNFIT' }, findings: { [item]: finding } }));
    const unconfirmed = 'RULE_UNFIT_UNCONFIRMED /assessments/0/outcome';
    expect(unfit(found('DETECTED'))).toBe(unconfirmed);
    expect(unfit(found('DETECTED', false))).toBe(unconfirmed);
    expect(unfit(found('INCONCLUSIVE'))).toBe(unconfirmed);
    expect(unfit(found('DETECTED', true))).toBe('accepted');
  });

  test('does not rest on a test that its profile does not ask for', () => {
    const outcomes = { 'KG/LABOUR/1': 'UNFIT' } as const;
    expect(refusal(certificate({ outcomes, findings: { DRUGS: found('DETECTED') } }))).toBe(
      'accepted',
    );
  });

  test('that is favourable despite a finding is worth a look', () => {
    const claims = certificate({ findings: { SYPHILIS: found('DETECTED', true) } });
    expect(warnings(claims)).toEqual([
      { code: 'FIT_DESPITE_FINDING', pointer: '/assessments/0/outcome' },
      { code: 'FIT_DESPITE_FINDING', pointer: '/assessments/1/outcome' },
    ]);
  });
});

describe('diagnoses', () => {
  const fit = { ...certificate(), diagnoses: { codes: ['A15'] } };

  test('are for the issuer to state, beside an unfavourable outcome only', () => {
    expect(refusalOf(() => certificateRules(fit as never, true))).toBe(
      'WIRE_SCHEMA_MISMATCH /diagnoses/codes',
    );
    const unfit = { ...certificate({ outcomes: { 'RU/LABOUR/2': 'UNFIT' } }), ...fit.diagnoses };
    expect(refusalOf(() => certificateRules(unfit as never, true))).toBe('accepted');
  });

  test('are not judged by who is shown one of several assessments', () => {
    expect(refusal(fit)).toBe('accepted');
  });
});

describe('identity documents', () => {
  const withDocument = (document: object, birthDate = '1999-01-01') =>
    changed(changed(certificate(), '/subject/birthDate', birthDate), '/subject/documents', [
      document as never,
    ]);
  const pin = (country: string, number: string) =>
    withDocument({ kind: 'NATIONAL_PIN', country, number });
  const number = '/subject/documents/0/number';

  test('with a wrong official check digit are refused', () => {
    expect(refusal(pin('KZ', '990101300003'))).toBe('accepted');
    expect(refusal(pin('KZ', '990101300001'))).toBe(`WIRE_SCHEMA_MISMATCH ${number}`);
  });

  test('with a letter that only looks Latin are refused, naming its place', () => {
    const look = () => warnings(pin('BY', '3010199А001PB0'));
    expect(refusalOf(look)).toBe(`WIRE_SCHEMA_MISMATCH ${number}`);
    expect(look).toThrow(
      expect.objectContaining({ facts: { reason: 'ID_LOOK_ALIKE', position: 8 } }),
    );
    const short = () => warnings(pin('BY', '3010199'));
    expect(short).toThrow(expect.objectContaining({ facts: { reason: 'ID_STRUCTURE' } }));
  });

  test('whose digits suggest another birth date are worth a look', () => {
    const claims = withDocument(
      { kind: 'NATIONAL_PIN', country: 'KZ', number: '990101300003' },
      '1998-12-31',
    );
    expect(warnings(claims)).toEqual([{ code: 'ID_HINT_MISMATCH', pointer: number }]);
  });

  test('of countries and kinds without rules are taken as they are', () => {
    expect(refusal(pin('MN', 'АБ12345678'))).toBe('accepted');
    const residence = { kind: 'RESIDENCE', country: 'RU', number: '82 № 0000001' };
    expect(warnings(withDocument(residence))).toEqual([]);
  });

  test('of a state with several numbers may be any of them', () => {
    expect(refusal(pin('RU', '11223344595'))).toBe('accepted');
    expect(refusal(pin('RU', '770000000082'))).toBe('accepted');
    expect(refusal(pin('RU', '1'))).toBe(`WIRE_SCHEMA_MISMATCH ${number}`);
  });

  test('that expire before they are issued are refused', () => {
    const document = {
      kind: 'PASSPORT',
      country: 'KG',
      number: 'PE0000001',
      issuedOn: '2020-01-01',
      expiresOn: '2019-12-31',
    };
    expect(refusal(withDocument(document))).toBe(
      'RULE_RECORD_DATES /subject/documents/0/expiresOn',
    );
    expect(refusal(withDocument({ ...document, expiresOn: '2020-01-01' }))).toBe('accepted');
  });
});
