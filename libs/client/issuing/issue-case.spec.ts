import { parseCredential, resolve, type RecruitmentCaseClaims } from '#credentials';
import { generateKey } from '#signing';
import { codeOf } from '#testing';
import { checkCase, issueCase } from './issue-case.ts';

const at = '2026-11-24T08:00:00.000Z';
const consent = (...purposes: RecruitmentCaseClaims['consent']['purposes'][number][]) => ({
  consent: { id: 'CONSENT-1', purposes, givenOn: '2026-11-23', language: 'ky' },
});
const draft: RecruitmentCaseClaims = {
  number: 'KG-1',
  subject: {
    familyName: 'Намунаев',
    birthDate: '1999-12-31',
    sex: 'M',
    citizenship: 'KG',
    documents: [{ kind: 'PASSPORT', country: 'KG', number: 'PE0000001' }],
  } as unknown as RecruitmentCaseClaims['subject'],
  destination: 'RU',
  occupations: ['7112'],
  languages: ['ky'],
  registeredOn: '2026-11-24',
  ...consent('ORGANISED_RECRUITMENT'),
};
const checked = (change: object = {}) => checkCase({ ...draft, ...change }, 'KG.MOL', at);

describe('a case that a ministry issues', () => {
  const looked = consent('ORGANISED_RECRUITMENT', 'OWN_STATUS');

  test('carries a token of its own where the worker consented to look-ups, and only there', async () => {
    const [one, other] = [checked(looked), checked(looked)];
    expect(one.claims.consentToken).toMatch(/^[A-Z2-7]{26}$/);
    expect(other.claims.consentToken).not.toBe(one.claims.consentToken);
    expect(checked().claims).not.toHaveProperty('consentToken');
    const { record } = await issueCase(one, { key: generateKey('KG.MOL', 'record'), at });
    expect(resolve(parseCredential(record)).claims['consentToken']).toBe(one.claims.consentToken);
  });

  test('keeps a token that the ministry drew itself', () => {
    const consentToken = 'CONSENTTOKENABCDEFGHIJK234';
    expect(checked({ ...looked, consentToken }).claims.consentToken).toBe(consentToken);
    expect(codeOf(() => checked({ consentToken }))).toBe('RULE_CONSENT_MISSING');
  });

  test.each([{ consent: null }, { consent: { purposes: 'OWN_STATUS' } }, { consent: [] }])(
    'is refused with %j',
    (change) => expect(codeOf(() => checked(change))).toBe('WIRE_SCHEMA_MISMATCH'),
  );
});
