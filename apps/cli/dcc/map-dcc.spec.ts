import fc from 'fast-check';
import { packed, sampleContent, sampleLine, sampleSigner } from './dcc.samples.ts';
import { importDcc } from './import-dcc.ts';

const now = '2026-11-24T00:00:00.000Z';
const entry = sampleContent.t[0]!;
const common = {
  tg: '840539006',
  co: 'PL',
  is: 'Ministry of Samples',
  ci: 'URN:UVCI:01:PL:SAMPLE#2',
};
const vaccination = {
  ...common,
  vp: '1119349007',
  mp: 'EU/1/20/1528',
  ma: 'ORG-100030215',
  dn: 1,
  sd: 2,
  dt: '2021-05-20',
};
const recovery = { ...common, fr: '2021-01-10', df: '2021-01-21', du: '2021-07-09' };
const only = (kind: 'v' | 't' | 'r', one: object) => ({
  ...sampleContent,
  t: undefined,
  [kind]: [one],
});
const map = (content: unknown) => importDcc(sampleLine(content), now);
const claimsOf = (content: unknown) => {
  const mapped = map(content);
  return mapped.outcome === 'mapped' ? mapped.claims : mapped;
};
const withTest = (change: object) => only('t', { ...entry, ...change });
const withName = (nam: unknown) => ({ ...sampleContent, nam });
const rejected = (reason: string) => ({ outcome: 'rejected', reason });

describe('a certificate becomes evidence', () => {
  test('with everything it says, its bytes as they came, no outcome, assessed by nobody', () => {
    const line = sampleLine();
    const hcert = 'hcert' in line ? line.hcert : '';
    expect(importDcc(line, now)).toStrictEqual({
      outcome: 'mapped',
      claims: {
        number: { number: 'URN:UVCI:01:PL:SAMPLE#1' },
        original: { mediaType: 'text/x.hc1', bytes: Buffer.from(hcert).toString('base64url') },
        verifiedIssuer: {
          scheme: 'EU_DCC',
          country: 'PL',
          name: 'Ministry of Samples',
          algorithm: 'ES256',
          certificate: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
          certificateValidFrom: '2021-05-01T00:00:00.000Z',
          certificateValidUntil: '2023-05-01T00:00:00.000Z',
          certificateExpired: true,
        },
        documentIssuedAt: '2021-06-01T12:00:00.000Z',
        documentExpiresAt: '2022-06-01T12:00:00.000Z',
        subject: {
          familyName: 'Пробный',
          givenName: 'Тест',
          familyNameLatin: 'PROBNYI',
          givenNameLatin: 'TEST',
          birthDate: '1990-02-28',
        },
        tests: [
          {
            disease: '840539006',
            country: 'PL',
            issuer: 'Ministry of Samples',
            certificateId: 'URN:UVCI:01:PL:SAMPLE#1',
            testType: 'LP6464-4',
            result: 'NOT_DETECTED',
            sampledAt: '2021-06-01T08:30:00+03:00',
            centre: 'Centre of Samples',
          },
        ],
        assessedBy: 'none',
      },
      warnings: [],
    });
  });

  test('of a signer that was still valid at import', () =>
    expect(importDcc(sampleLine(), '2022-01-01T00:00:00.000Z')).toMatchObject({
      claims: { verifiedIssuer: { certificateExpired: false } },
    }));

  test('about a vaccination', () =>
    expect(claimsOf(only('v', vaccination))).toMatchObject({
      number: { number: 'URN:UVCI:01:PL:SAMPLE#2' },
      vaccinations: [
        {
          vaccine: '1119349007',
          product: 'EU/1/20/1528',
          manufacturer: 'ORG-100030215',
          dose: 1,
          doses: 2,
          vaccinatedOn: '2021-05-20',
        },
      ],
    }));

  test('about a recovery', () =>
    expect(claimsOf(only('r', recovery))).toMatchObject({
      recoveries: [
        { firstPositiveOn: '2021-01-10', validFrom: '2021-01-21', validUntil: '2021-07-09' },
      ],
    }));

  test('although kinds that it does not have are null and days have a midnight', () =>
    expect(
      claimsOf({ ...only('v', { ...vaccination, dt: '2021-05-20T00:00:00' }), t: null, r: null }),
    ).toMatchObject({ vaccinations: [{ vaccinatedOn: '2021-05-20' }] }));

  test.each([
    ['1990', '1990'],
    ['1990-02', '1990-02'],
    ['1990-02-28T00:00:00', '1990-02-28'],
    ['1990-02-28T00:00:00+00:00', '1990-02-28'],
  ])('of somebody born %s', (dob, birthDate) =>
    expect(claimsOf({ ...sampleContent, dob })).toMatchObject({ subject: { birthDate } }),
  );

  test.each<[object, object]>([
    [
      { fn: 'Пробный', fnt: 'PROBNYI' },
      { familyName: 'Пробный', familyNameLatin: 'PROBNYI' },
    ],
    [{ fnt: 'PROBA<TESTOVA<', gn: ' ' }, { familyNameLatin: 'PROBA TESTOVA' }],
    [
      { gn: 'Anna\u00A0 Maria', gnt: 'ANNA<MARIA' },
      { familyName: 'Anna Maria', familyNameLatin: 'ANNA MARIA' },
    ],
    [{ fn: 'E\u0301preuve' }, { familyName: 'Épreuve' }],
    [
      { fn: 'Σάμπλ', fnt: 'SAMPL' },
      { familyName: 'Σάμπλ', familyNameLatin: 'SAMPL' },
    ],
    [{ fn: 'საცდელი01' }, { familyName: 'საცდელი01' }],
  ])('of somebody called %j', (nam, names) =>
    expect(claimsOf({ ...withName(nam), dob: '' })).toHaveProperty('subject', names),
  );

  test.each([
    ['2021-06-01T05:30:00Z', '2021-06-01T05:30:00Z'],
    ['2021-06-01T05:30:00.110Z', '2021-06-01T05:30:00.110Z'],
    ['2021-06-01T08:30:00+0300', '2021-06-01T08:30:00+03:00'],
    ['2021-06-01T08:30:00+03', '2021-06-01T08:30:00+03:00'],
  ])('about a sample taken at %s', (sc, sampledAt) =>
    expect(claimsOf(withTest({ sc }))).toMatchObject({ tests: [{ sampledAt }] }),
  );

  test('about a test with a name, a device and a time of its result; N/A is none', () => {
    const whole = {
      nm: 'Sample PCR',
      ma: '1232',
      dr: '2021-06-01T12:00:00+03:00',
      tr: '260373001',
    };
    expect(claimsOf(withTest(whole))).toMatchObject({
      tests: [
        {
          testName: 'Sample PCR',
          device: '1232',
          resultAt: '2021-06-01T12:00:00+03:00',
          result: 'DETECTED',
        },
      ],
    });
    const { tests } = claimsOf(withTest({ nm: '', ma: 'N/A', tc: undefined })) as {
      tests: readonly object[];
    };
    expect(tests[0]).not.toHaveProperty('testName');
    expect(tests[0]).not.toHaveProperty('device');
    expect(tests[0]).not.toHaveProperty('centre');
  });
});

describe('a certificate cannot be mapped', () => {
  test.each<[string, unknown]>([
    ['NOT_A_DCC', { ...sampleContent, t: [] }],
    ['NOT_A_DCC', { ...sampleContent, t: ['text'] }],
    ['NOT_A_DCC', { ...sampleContent, v: 'text' }],
    ['NOT_A_DCC', withTest({ ci: ' ' })],
    ['NOT_A_DCC', only('v', { ...vaccination, dn: '1' })],
    ['NAME_UNREADABLE', withName(undefined)],
    ['NAME_UNREADABLE', withName({ fn: '', gnt: '<<' })],
    ['BIRTH_DATE_UNREADABLE', { ...sampleContent, dob: '1990-02-30' }],
    ['BIRTH_DATE_UNREADABLE', { ...sampleContent, dob: '28.02.1990' }],
    ['DATE_UNREADABLE', withTest({ sc: '2021-06-01' })],
    ['DATE_UNREADABLE', withTest({ sc: '2021-02-30T05:30:00Z' })],
    ['DATE_UNREADABLE', withTest({ sc: '2021-06-01T25:30:00Z' })],
    ['DATE_UNREADABLE', withTest({ dr: 'yesterday' })],
    ['DATE_UNREADABLE', only('v', { ...vaccination, dt: '2021-05-20T10:00:00' })],
    ['DATE_UNREADABLE', only('r', { ...recovery, du: undefined })],
    ['DISEASE_UNKNOWN', withTest({ tg: '729999' })],
    ['DISEASE_UNKNOWN', withTest({ tg: 'constructor' })],
    ['TEST_TYPE_UNKNOWN', withTest({ tt: 'LP0-0' })],
    ['RESULT_UNKNOWN', withTest({ tr: 'NEGATIVO' })],
    ['COUNTRY_UNKNOWN', withTest({ co: 'pl' })],
    ['DATES_CONTRADICT', only('r', { ...recovery, du: '2021-01-20' })],
    ['NOT_RECORDABLE', withName({ fn: 'x'.repeat(101) })],
    ['NOT_RECORDABLE', withName({ fnt: 'ПРОБНЫЙ' })],
    ['NOT_RECORDABLE', only('v', { ...vaccination, dn: 21 })],
  ])('%s: %j', (reason, content) => expect(map(content)).toStrictEqual(rejected(reason)));

  test('when the country of the signer is none', () => {
    const signer = sampleSigner({ country: 'XX' });
    const line = sampleLine(sampleContent, { signer, issuer: 'XX' });
    expect(importDcc(line, now)).toStrictEqual(rejected('COUNTRY_UNKNOWN'));
  });
});

describe('dates that contradict each other are taken over with a warning', () => {
  test.each<[string, string, unknown]>([
    ['BEFORE_BIRTH', '/tests/0/sampledAt', { ...sampleContent, dob: '2021-06-02' }],
    ['BEFORE_BIRTH', '/tests/0/sampledAt', { ...sampleContent, dob: '2021-07' }],
    ['BEFORE_BIRTH', '/vaccinations/0/vaccinatedOn', { ...only('v', vaccination), dob: '2022' }],
    ['AFTER_ISSUE', '/tests/0/sampledAt', withTest({ sc: '2021-06-01T15:00:01+03:00' })],
    [
      'AFTER_ISSUE',
      '/vaccinations/0/vaccinatedOn',
      only('v', { ...vaccination, dt: '2021-06-03' }),
    ],
    [
      'AFTER_ISSUE',
      '/recoveries/0/firstPositiveOn',
      only('r', { ...recovery, fr: '2021-06-04', df: '2021-06-14', du: '2021-12-01' }),
    ],
    ['RESULT_BEFORE_SAMPLE', '/tests/0/resultAt', withTest({ dr: '2021-06-01T05:29:59Z' })],
    ['VALID_BEFORE_TEST', '/recoveries/0/validFrom', only('r', { ...recovery, df: '2021-01-09' })],
  ])('%s at %s', (code, pointer, content) =>
    expect(map(content)).toMatchObject({ outcome: 'mapped', warnings: [{ code, pointer }] }),
  );

  test.each<[string, unknown]>([
    ['an offset', withTest({ sc: '2021-06-01T15:00:00+03:00', dr: '2021-06-01T12:00:00Z' })],
    ['a day that has begun elsewhere', only('v', { ...vaccination, dt: '2021-06-02' })],
    ['the month of birth', { ...sampleContent, dob: '2021-06' }],
  ])('%s is no contradiction', (_, content) =>
    expect(map(content)).toMatchObject({ outcome: 'mapped', warnings: [] }),
  );
});

describe('a text of any kind ends in an outcome, never in an exception', () => {
  const isOutcome = (hcert: string): boolean => {
    const { certificate } = sampleLine() as { certificate: string };
    return ['mapped', 'rejected'].includes(importDcc({ line: 1, hcert, certificate }, now).outcome);
  };

  test('text', () => fc.assert(fc.property(fc.string(), (text) => isOutcome(`HC1:${text}`))));

  test('packed bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isOutcome(packed(bytes)))));

  test('content', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(entry)), (value, name) =>
        ['mapped', 'rejected'].includes(map(withTest({ [name]: value })).outcome),
      ),
    ));
});
