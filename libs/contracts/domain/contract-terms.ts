import { isOnlyAnswered, stateOf, type ClaimPath } from '#kernel';
import { invalid } from './contract-checks.ts';
import type { ContractDocument, Grant } from './contract.messages.ts';

/** RFC 6901 pointers of the members that break a rule. */
type Faults = (document: ContractDocument) => readonly string[];

const pointer = (fault: boolean, place: string): readonly string[] => (fault ? [place] : []);

const inGrants =
  (isFault: (grant: Grant, document: ContractDocument) => boolean, place: string): Faults =>
  (document) =>
    document.grants.flatMap((grant, index) =>
      pointer(isFault(grant, document), `/grants/${index}/${place}`),
    );

const stateOfRecipient = ({ to }: Grant): string =>
  'authority' in to ? stateOf(to.authority) : to.state;
const isForAnswers = ({ to }: Grant): boolean => 'role' in to && isOnlyAnswered(to.role);

/** Subjects that are no records: each is one statement, which is shown whole or not at all. */
const WHOLE: readonly string[] = ['Demand'];
const isWhole = ({ recordType }: Grant): boolean => WHOLE.includes(recordType);

/** What a contract must say to make sense, as sentences. Its form is checked before, against `contractSchema`. */
const TERMS: readonly (readonly [sentence: string, faults: Faults])[] = [
  [
    'a contract is between two states at least',
    ({ parties }) => pointer(parties.length < 2, '/parties'),
  ],
  [
    'a state is a party once',
    ({ parties }) =>
      parties.flatMap((party, index) =>
        pointer(parties.indexOf(party) !== index, `/parties/${index}`),
      ),
  ],
  [
    'a contract rests on a legal basis',
    ({ legalBasis }) => pointer(legalBasis.length === 0, '/legalBasis'),
  ],
  ['a contract grants something', ({ grants }) => pointer(grants.length === 0, '/grants')],
  [
    'who grants is an authority of a party',
    inGrants(({ from }, { parties }) => !parties.includes(stateOf(from)), 'from'),
  ],
  [
    'who is granted something belongs to a party',
    inGrants((grant, { parties }) => !parties.includes(stateOfRecipient(grant)), 'to'),
  ],
  [
    'nobody grants to themselves',
    inGrants(({ from, to }) => 'authority' in to && to.authority === from, 'to'),
  ],
  [
    'agencies and information centres get answers and no claims',
    inGrants((grant) => isForAnswers(grant) && grant.claims.length > 0, 'claims'),
  ],
  [
    'an authority is granted a claim at least of what has claims',
    inGrants(
      (grant) => !isForAnswers(grant) && !isWhole(grant) && grant.claims.length === 0,
      'claims',
    ),
  ],
  [
    'what is one signed statement is granted whole',
    inGrants((grant) => isWhole(grant) && grant.claims.length > 0, 'claims'),
  ],
  [
    'a claim path begins with a name and goes on with names, indices and null',
    ({ grants }) =>
      grants.flatMap(({ claims }, index) =>
        claims.flatMap((path, place) =>
          pointer(!isClaimPath(path), `/grants/${index}/claims/${place}`),
        ),
      ),
  ],
  [
    'unfavourable assessments go to health ministries only',
    inGrants(
      ({ to, includeUnfavourable }) =>
        includeUnfavourable !== undefined && 'role' in to && to.role !== 'health-ministry',
      'includeUnfavourable',
    ),
  ],
  [
    'unfavourable assessments go by law only',
    inGrants(
      ({ includeUnfavourable }) => includeUnfavourable?.legalBasis.trim() === '',
      'includeUnfavourable/legalBasis',
    ),
  ],
  [
    'records have an age limit',
    ({ maxAgeSeconds }) => pointer(maxAgeSeconds <= 0, '/maxAgeSeconds'),
  ],
  [
    'records are kept for a time',
    ({ retentionDays }) => pointer(retentionDays <= 0, '/retentionDays'),
  ],
  [
    'agencies may ask at some rate',
    ({ rateLimits }) =>
      pointer(rateLimits.verificationsPerMinute <= 0, '/rateLimits/verificationsPerMinute'),
  ],
  ['answers are binary', ({ answerLevel }) => pointer(answerLevel !== 'BINARY', '/answerLevel')],
  [
    'a contract ends after it begins',
    ({ validFrom, validUntil }) => pointer(validUntil <= validFrom, '/validUntil'),
  ],
  [
    'lifecycle follows the record, whatever becomes of the contract',
    ({ survival }) => pointer(survival !== 'LIFECYCLE_FOLLOWS_RECORD', '/survival'),
  ],
];

/** An SD-JWT VC claim path (draft-25): a name first, then names, indices from 0, and null for every element. */
const isClaimPath = (path: ClaimPath): boolean =>
  typeof path[0] === 'string' &&
  path.every((part) => typeof part !== 'number' || (Number.isInteger(part) && part >= 0));

/** @throws RuleBroken `RULE_CONTRACT_INVALID` with the pointer of the first member that breaks a rule */
export function checkTerms(document: ContractDocument): void {
  for (const [sentence, faults] of TERMS) {
    const [first] = faults(document);
    if (first !== undefined) throw invalid(sentence, first);
  }
}

/**
 * Checks that every granted claim is one that its record type has: a path that leads nowhere would grant nothing
 * without a word.
 * @param claimsOf the claim paths of each record type
 * @throws RuleBroken `RULE_CONTRACT_INVALID` with the pointer of the first that is not
 */
export function checkClaims(
  { grants }: ContractDocument,
  claimsOf: Readonly<Record<string, readonly ClaimPath[]>>,
): void {
  for (const [index, { recordType, claims }] of grants.entries()) {
    const known = Object.hasOwn(claimsOf, recordType) ? claimsOf[recordType] : undefined;
    if (!known) throw invalid('a grant names a known record type', `/grants/${index}/recordType`);
    const names = new Set(known.map((path) => JSON.stringify(path)));
    const unknown = claims.findIndex((path) => !names.has(JSON.stringify(path)));
    if (unknown >= 0)
      throw invalid('a granted claim is one of the record', `/grants/${index}/claims/${unknown}`);
  }
}
