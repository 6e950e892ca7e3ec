import {
  hasCome,
  milliseconds,
  numericDate,
  type ErrorCode,
  type Instant,
  type KeyUse,
} from '#kernel';
import type { TrustedKey } from './participant.ts';

/** What a clock may run ahead of the hub's, in seconds. */
const CLOCK_SKEW_SECONDS = 60;

/** What proves when a signature existed, and what its signer says. */
export type Evidence = {
  readonly use: KeyUse;
  /** When its signer says it was signed: seconds since the epoch. */
  readonly iat: number;
  /** When the hub recorded the first event that holds its digest; now, for what is not recorded yet. */
  readonly recordedAt: Instant;
};

/** Why the key could not be used at that time, or undefined if it could. */
export function keyFault(key: TrustedKey, use: KeyUse, at: Instant): ErrorCode | undefined {
  if (key.disowned) return 'TRUST_KEY_NOT_ENDORSED';
  if (key.use !== use) return 'TRUST_KEY_USE';
  if (hasCome(key.compromisedSince, at)) return 'TRUST_KEY_COMPROMISED';
  if (hasCome(key.retiredAt, at)) return 'TRUST_KEY_RETIRED';
  if (at < key.endorsedAt || at < key.validFrom || at >= key.validUntil)
    return 'TRUST_KEY_NOT_ACTIVE';
  return undefined;
}

/**
 * Why a signature does not count, or undefined if it does. It is judged at its proof of existence: the key
 * had to be active when it was recorded, and at `iat`; an `iat` alone proves nothing (architecture §6).
 */
export function judged(key: TrustedKey, { use, iat, recordedAt }: Evidence): ErrorCode | undefined {
  const fault = keyFault(key, use, recordedAt);
  if (fault !== undefined) return fault;
  if (isInFuture(iat, recordedAt)) return 'TRUST_IAT_IN_FUTURE';
  // In whole seconds, as `iat` is: who signs in the second in which the key begins is not too early.
  if (iat < numericDate(key.validFrom) || iat * 1000 >= milliseconds(key.validUntil))
    return 'TRUST_KEY_NOT_ACTIVE';
  return undefined;
}

/** Whether `iat` lies further ahead than clocks differ; also where it is no number that a clock could show. */
export const isInFuture = (iat: number, recordedAt: Instant): boolean =>
  !(iat * 1000 <= milliseconds(recordedAt) + CLOCK_SKEW_SECONDS * 1000);
