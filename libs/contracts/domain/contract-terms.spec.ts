import { expectGolden, refusalOf } from '#testing';
import { checkClaims, checkTerms } from './contract-terms.ts';
import type { ContractDocument, Grant } from './contract.messages.ts';
import { terms } from './contract.samples.ts';

/** The pointer of the member that is at fault, undefined if none is; what is said of it is in the golden. */
function faultOf(check: () => void): string | undefined {
  const refusal = refusalOf(check);
  if (refusal) expectGolden(refusal);
  return refusal?.pointer;
}
const inTerms = (change: Partial<ContractDocument>) =>
  faultOf(() => checkTerms({ ...terms, ...change }));
const inGrant = (change: Partial<Grant>, place = 0) =>
  inTerms({
    grants: terms.grants.map((grant, index) => (index === place ? { ...grant, ...change } : grant)),
  });
const toHealth = { state: 'RU', role: 'health-ministry' };
const byLaw = { includeUnfavourable: { legalBasis: 'Law 1' } };

describe('a contract', () => {
  test('that makes sense is accepted', () => expect(inTerms({})).toBeUndefined());

  test('is between two states at least', () => {
    expect(inTerms({ parties: ['KG'] })).toBe('/parties');
    expect(inTerms({ parties: [] })).toBe('/parties');
  });

  test('names a party once', () =>
    expect(inTerms({ parties: ['KG', 'RU', 'KG'] })).toBe('/parties/2'));

  test('rests on a legal basis', () => expect(inTerms({ legalBasis: [] })).toBe('/legalBasis'));

  test('grants something', () => expect(inTerms({ grants: [] })).toBe('/grants'));

  test('has limits to age, keeping and asking', () => {
    expect(inTerms({ maxAgeSeconds: 0 })).toBe('/maxAgeSeconds');
    expect(inTerms({ maxAgeSeconds: 1 })).toBeUndefined();
    expect(inTerms({ retentionDays: 0 })).toBe('/retentionDays');
    expect(inTerms({ retentionDays: 1 })).toBeUndefined();
    const rate = (verificationsPerMinute: number) => ({ rateLimits: { verificationsPerMinute } });
    expect(inTerms(rate(0))).toBe('/rateLimits/verificationsPerMinute');
    expect(inTerms(rate(1))).toBeUndefined();
  });

  test('ends after it begins', () => {
    expect(inTerms({ validUntil: terms.validFrom })).toBe('/validUntil');
    expect(inTerms({ validUntil: '2031-06-01T00:00:00.001Z' })).toBeUndefined();
  });

  // A signed text can say anything: these two are fixed by the type and checked all the same.
  test('answers agencies by yes or no only', () =>
    expect(inTerms({ answerLevel: 'STATUS' as 'BINARY' })).toBe('/answerLevel'));

  test('lets lifecycle follow the record', () =>
    expect(inTerms({ survival: '' as ContractDocument['survival'] })).toBe('/survival'));
});

describe('a grant', () => {
  test('comes from an authority of a party', () => {
    expect(inGrant({ from: 'KZ.MOH' })).toBe('/grants/0/from');
    expect(inGrant({ from: 'KZ.MOH' }, 1)).toBe('/grants/1/from');
  });

  test('goes to a party', () => {
    expect(inGrant({ to: { authority: 'KZ.MOH' } })).toBe('/grants/0/to');
    expect(inGrant({ to: { state: 'KZ', role: 'health-ministry' } })).toBe('/grants/0/to');
    expect(inGrant({ to: { state: 'KZ', role: 'agency' } }, 1)).toBe('/grants/1/to');
    expect(inGrant({ to: toHealth })).toBeUndefined();
  });

  test('goes to somebody else', () => {
    expect(inGrant({ to: { authority: 'KG.MOH' } })).toBe('/grants/0/to');
    expect(inGrant({ to: { authority: 'KG.MOL' } })).toBeUndefined();
  });

  test('gives agencies no claims and everybody else some', () => {
    expect(inGrant({ claims: [['number']] }, 1)).toBe('/grants/1/claims');
    expect(inGrant({ claims: [] })).toBe('/grants/0/claims');
    expect(inGrant({ to: toHealth, claims: [] })).toBe('/grants/0/claims');
    expect(inGrant({ to: toHealth, claims: [['number']] })).toBeUndefined();
    const toCentre = { state: 'RU', role: 'information-centre' };
    expect(inGrant({ to: toCentre, claims: [['number']] })).toBe('/grants/0/claims');
    expect(inGrant({ to: toCentre, claims: [] })).toBeUndefined();
  });

  test('gives a demand whole, for it is one statement', () => {
    expect(inGrant({ recordType: 'Demand', claims: [] })).toBeUndefined();
    expect(inGrant({ recordType: 'Demand', claims: [['wage']] })).toBe('/grants/0/claims');
    expect(inGrant({ recordType: 'Demand', claims: [] }, 1)).toBeUndefined();
  });

  test.each([
    [[], false],
    [[null], false],
    [[0], false],
    [['documents', -1], false],
    [['documents', 0.5], false],
    [['number'], true],
    [['documents', 0, 'number'], true],
    [['documents', null, 'number'], true],
  ])('names claims by SD-JWT VC claim paths: %j is one: %s', (path, is) =>
    expect(inGrant({ claims: [['number'], path] })).toBe(is ? undefined : '/grants/0/claims/1'),
  );

  test('includes unfavourable assessments for health ministries only, and by law', () => {
    expect(inGrant({ to: toHealth, ...byLaw })).toBeUndefined();
    expect(inGrant(byLaw)).toBeUndefined();
    const toLabour = { state: 'RU', role: 'labour-ministry' };
    expect(inGrant({ to: toLabour, ...byLaw })).toBe('/grants/0/includeUnfavourable');
    expect(inGrant(byLaw, 1)).toBe('/grants/1/includeUnfavourable');
    const lawless = { includeUnfavourable: { legalBasis: ' ' } };
    expect(inGrant({ to: toHealth, ...lawless })).toBe('/grants/0/includeUnfavourable/legalBasis');
  });
});

describe('granted claims', () => {
  const inClaims = (claims: Grant['claims'], recordType = 'MedicalCertificate') =>
    faultOf(() =>
      checkClaims(
        { ...terms, grants: [{ ...terms.grants[0]!, recordType, claims }] },
        { MedicalCertificate: [['number'], ['assessments', null]] },
      ),
    );

  test('are those of the record type', () => {
    expect(inClaims([['number'], ['assessments', null]])).toBeUndefined();
    expect(inClaims([['number'], ['numbers']])).toBe('/grants/0/claims/1');
    expect(inClaims([['assessments']])).toBe('/grants/0/claims/0');
    expect(inClaims([['assessments', 0]])).toBe('/grants/0/claims/0');
    expect(inClaims([])).toBeUndefined();
  });

  test('belong to a record type that is known', () => {
    expect(inClaims([], 'Diploma')).toBe('/grants/0/recordType');
    expect(inClaims([], 'constructor')).toBe('/grants/0/recordType');
  });
});
