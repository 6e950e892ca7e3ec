import { later, RuleBroken, stateOf, TrustError, type Instant, type Routing } from '#kernel';
import type { Certificate } from './certificate.ts';
import type { RecordReference, ReviewReason } from './certificate.messages.ts';

/** Default is deny: without a contract in force nothing enters (architecture §2, principle 2). */
export function checkContract({ under }: Routing): void {
  if (under.length === 0)
    throw new RuleBroken('RULE_NO_CONTRACT', 'no contract in force grants this');
}

export function checkIssuer({ issuer }: RecordReference, by: string): void {
  if (by !== issuer)
    throw new TrustError('TRUST_WRONG_ISSUER', `${by} is not the issuer`, { facts: { issuer } });
}

/** The record exists and is the very one that the command names, by digest too. */
export function checkKnown({ record }: Certificate, named: RecordReference): void {
  const { issuer, id, digest } = named;
  if (record?.issuer === issuer && record.id === id && record.digest === digest) return;
  throw new RuleBroken('RULE_RECORD_UNKNOWN', `${issuer} has no such record ${id}`, {
    pointer: '/record',
  });
}

export function checkNotEnded({ revoked, successor }: Certificate): void {
  if (revoked || successor) throw new RuleBroken('RULE_RECORD_ENDED', 'the record has ended');
}

/** The issuer, or an authority that the record went to. */
export function checkConcerned({ to }: Certificate, { issuer }: RecordReference, by: string): void {
  if (by !== issuer && !to.some(({ authority }) => authority === by))
    throw notAllowed(`${by} neither issued nor received the record`);
}

/** Reasons that the hub derives from what it holds; nobody states them, and the hub states no other. */
const DERIVED: readonly ReviewReason[] = ['KEY_COMPROMISED', 'NUMBER_USED_TWICE'];

export function checkStated(reason: ReviewReason, statement: string | undefined): void {
  if (DERIVED.includes(reason) !== (statement === undefined))
    throw notAllowed(`a review for ${reason} is not opened this way`);
}

const LONGEST_REVIEW_SECONDS = 30 * 86_400;

/** domain.md §2.3: at most 30 days. */
export function checkDeadline(deadline: Instant | undefined, at: Instant): void {
  if (deadline === undefined) return;
  if (deadline > at && deadline <= later(at, LONGEST_REVIEW_SECONDS)) return;
  throw new RuleBroken('RULE_REVIEW_DEADLINE', 'the deadline is not within 30 days', {
    pointer: '/deadline',
  });
}

/** As far ahead of the hub's clock as an issuer's may be (architecture §6). */
const CLOCK_SKEW_SECONDS = 60;

/** A revocation says what is so; how far back is the issuer's to say, to the first day and before (void ab initio). */
export function checkNotAhead(effectiveFrom: Instant, at: Instant): void {
  if (effectiveFrom > later(at, CLOCK_SKEW_SECONDS))
    throw new RuleBroken('RULE_EFFECTIVE_TOO_LATE', 'a revocation with effect from the future', {
      pointer: '/effectiveFrom',
    });
}

/** An authority speaks for its own state, and only if the record went there. */
export function checkAccepting({ to }: Certificate, state: string, by: string): void {
  if (stateOf(by) !== state || !to.some(({ authority }) => stateOf(authority) === state))
    throw notAllowed(`${by} does not speak for a state that received the record`);
}

const notAllowed = (reason: string) => new TrustError('TRUST_NOT_ALLOWED', reason);
