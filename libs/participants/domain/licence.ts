import { dayOf, type Instant } from '#kernel';
import type { Agency, Licence } from './participant.ts';

export const LICENCE_STATUSES = [
  'ACTIVE',
  'NOT_YET_VALID',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
] as const;
export type LicenceStatus = (typeof LICENCE_STATUSES)[number];

/** Whether an agency may recruit for a state, and the code of the refusal if it may not. */
export type LicenceStanding = 'ACTIVE' | 'LICENCE_SCOPE' | 'LICENCE_NOT_ACTIVE';

/**
 * What a licence is at an instant; undefined if nobody with a key of their own ever granted it. A grant counts for the
 * days it names, in UTC, whenever it was recorded; every later act from when it was recorded.
 */
export function licenceStatus(
  { acts, validFrom, validUntil }: Licence,
  at: Instant,
): LicenceStatus | undefined {
  const [first] = acts;
  if (!first) return undefined;
  const { act } = acts.findLast(({ recordedAt }) => recordedAt <= at) ?? first;
  const day = dayOf(at);
  if (act === 'REVOKED') return 'REVOKED';
  if (day > validUntil) return 'EXPIRED';
  if (act === 'SUSPENDED') return 'SUSPENDED';
  return day < validFrom ? 'NOT_YET_VALID' : 'ACTIVE';
}

export const isActive = (licence: Licence, at: Instant): boolean =>
  licenceStatus(licence, at) === 'ACTIVE';

/** Whether the agency may recruit for that state then: some licence of it is active and names the state. */
export function licenceStanding(
  { licences }: Agency,
  destination: string,
  at: Instant,
): LicenceStanding {
  const active = licences.filter((one) => isActive(one, at));
  if (active.length === 0) return 'LICENCE_NOT_ACTIVE';
  return active.some(({ destinations }) => destinations.includes(destination))
    ? 'ACTIVE'
    : 'LICENCE_SCOPE';
}
