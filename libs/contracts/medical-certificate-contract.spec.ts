import { Ajv2020 } from 'ajv/dist/2020.js';
import { contractSchema } from './contract-schema.ts';
import { checkTerms } from './domain/contract-terms.ts';
import { terms } from './domain/contract.samples.ts';
import { medicalCertificateContract } from './medical-certificate-contract.ts';

const isContract = new Ajv2020({ strict: true }).compile(contractSchema);

const template = medicalCertificateContract({
  id: 'medical-2031',
  parties: [
    { state: 'KG', health: 'KG.MOH' },
    { state: 'RU', health: 'RU.MOH' },
    { state: 'KZ', health: 'KZ.MOH' },
  ],
  validFrom: '2031-06-01T00:00:00.000Z',
  validUntil: '2032-06-01T00:00:00.000Z',
  unfavourableBasis: 'Law on health care, article 13',
});
const granted = (from: string, to: object) =>
  template.grants.filter(
    (grant) => grant.from === from && JSON.stringify(grant.to) === JSON.stringify(to),
  );
const claimsOf = (from: string, to: object) =>
  granted(from, to).flatMap(({ claims }) => claims.map((path) => path.join('.')));

describe('the template of a medical contract', () => {
  test('makes sense', () => {
    checkTerms(template);
    expect(isContract(template)).toBe(true);
  });

  test('stands on the agreement of 2013, and limits age, keeping and asking', () => {
    const [basis] = template.legalBasis;
    expect(basis).toMatchObject({ number: '39', date: '2013-01-25', country: 'KZ' });
    expect(template).toMatchObject({
      maxAgeSeconds: 259_200,
      retentionDays: 365,
      rateLimits: { verificationsPerMinute: 60 },
    });
  });

  test('lets every party’s health ministry grant to the health and labour ministries of the others', () => {
    for (const from of ['KG', 'RU', 'KZ'])
      for (const to of ['KG', 'RU', 'KZ']) {
        const expected = from === to ? 0 : 1;
        expect(granted(`${from}.MOH`, { authority: `${to}.MOH` })).toHaveLength(expected);
        expect(granted(`${from}.MOH`, { state: to, role: 'labour-ministry' })).toHaveLength(
          expected,
        );
        expect(granted(`${from}.MOH`, { state: to, role: 'agency' })).toHaveLength(1);
      }
    expect(template.grants).toHaveLength(21);
  });

  test('shows labour ministries no kind, no clinic, no findings and no dates of examinations', () =>
    expect(claimsOf('KG.MOH', { state: 'RU', role: 'labour-ministry' })).toStrictEqual([
      'number',
      'subject.familyName',
      'subject.givenName',
      'subject.patronymic',
      'subject.familyNameLatin',
      'subject.givenNameLatin',
      'subject.birthDate',
      'subject.sex',
      'subject.citizenship',
      'subject.documents',
      'validUntil',
      'consent',
      'assessments.',
      'restrictions',
      'supersedes',
    ]));

  test('shows health ministries the findings too, and nobody the verification code or diagnoses', () => {
    const health = claimsOf('KG.MOH', { authority: 'RU.MOH' });
    expect(health).toContain('examinations.HIV.finding');
    expect(health).toContain('examinations.TB.finding');
    expect(health.filter((path) => path.startsWith('examinations.'))).toHaveLength(13);
    expect(health).toContain('documentType');
    const all = template.grants.flatMap(({ claims }) => claims.map(([first]) => first));
    expect(all).not.toContain('verificationCode');
    expect(all).not.toContain('diagnoses');
  });

  test('includes unfavourable assessments for health ministries, if a law is named', () => {
    const { includeUnfavourable } = granted('KG.MOH', { authority: 'RU.MOH' })[0]!;
    expect(includeUnfavourable).toStrictEqual({ legalBasis: 'Law on health care, article 13' });
    const others = template.grants.filter(({ to }) => 'role' in to);
    expect(others.filter((grant) => grant.includeUnfavourable)).toStrictEqual([]);
    const lawless = medicalCertificateContract({
      id: 'medical-2031',
      parties: [
        { state: 'KG', health: 'KG.MOH' },
        { state: 'RU', health: 'RU.MOH' },
      ],
      validFrom: '2031-06-01T00:00:00.000Z',
      validUntil: '2032-06-01T00:00:00.000Z',
    });
    expect(lawless.grants.filter((grant) => grant.includeUnfavourable)).toStrictEqual([]);
  });

  test('shares foreign documents as evidence with health ministries, if asked to', () => {
    const parties = [
      { state: 'KG', health: 'KG.MOH' },
      { state: 'RU', health: 'RU.MOH' },
    ];
    const { id, validFrom, validUntil } = template;
    const wider = { id, parties, validFrom, validUntil, includeEvidence: true };
    const evidence = medicalCertificateContract(wider).grants.filter(
      ({ recordType }) => recordType === 'MedicalEvidence',
    );
    expect(evidence.map(({ from, to }) => [from, to])).toStrictEqual([
      ['KG.MOH', { authority: 'RU.MOH' }],
      ['RU.MOH', { authority: 'KG.MOH' }],
    ]);
    expect(evidence[0]!.claims).toContainEqual(['original']);
    expect(isContract(medicalCertificateContract(wider))).toBe(true);
    expect(template.grants.filter(({ recordType }) => recordType === 'MedicalEvidence')).toEqual(
      [],
    );
  });

  test('can be the next version, and share what is still valid', () => {
    const next = medicalCertificateContract({
      id: 'medical-2031',
      parties: [
        { state: 'KG', health: 'KG.MOH' },
        { state: 'RU', health: 'RU.MOH' },
      ],
      validFrom: '2031-06-01T00:00:00.000Z',
      validUntil: '2032-06-01T00:00:00.000Z',
      version: 2,
      previous: 'A'.repeat(43),
      includeValid: true,
      legalBasis: terms.legalBasis,
    });
    expect(next).toMatchObject({
      version: 2,
      previous: 'A'.repeat(43),
      includeValid: true,
      legalBasis: terms.legalBasis,
    });
    expect(template).toMatchObject({ version: 1, previous: null, includeValid: false });
    expect(isContract(next)).toBe(true);
  });
});

describe('the schema of a contract', () => {
  test.each([
    ['a member that is missing', { survival: undefined }],
    ['a member too many', { remark: 'x' }],
    ['one party', { parties: ['KG'] }],
    ['a state that is none', { parties: ['KG', 'Russia'] }],
    ['an instant in another form', { validFrom: '2031-06-01' }],
    ['a survival clause of its own', { survival: 'NONE' }],
    ['an answer level of its own', { answerLevel: 'STATUS' }],
    ['a version of zero', { version: 0 }],
    ['a previous that is no hash', { previous: 'hash-1' }],
    ['an id that is no name of a stream', { id: 'KG RU' }],
  ])('refuses %s', (_, change) => {
    const text = JSON.stringify({ ...template, ...change });
    expect(isContract(JSON.parse(text))).toBe(false);
  });

  test.each([
    ['an issuer that is no authority', { from: 'KG' }],
    ['a recipient that is two', { to: { authority: 'RU.MOH', state: 'RU', role: 'agency' } }],
    ['a role that is none', { to: { state: 'RU', role: 'employer' } }],
    ['an empty claim path', { claims: [[]] }],
    ['a purpose in free text', { purpose: 'for work' }],
  ])('refuses a grant with %s', (_, change) =>
    expect(isContract({ ...template, grants: [{ ...template.grants[0]!, ...change }] })).toBe(
      false,
    ),
  );
});
