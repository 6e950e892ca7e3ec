import type { ErrorCode, Instant } from '#kernel';
import type { Agency, Licence } from './participant.ts';

/** On its days, in UTC, and not suspended. */
export function isActive({ acts, validFrom, validUntil }: Licence, at: Instant): boolean {
  const day = at.slice(0, 'YYYY-MM-DD'.length);
  const last = acts.at(-1);
  return last !== undefined && last.act !== 'SUSPENDED' && validFrom <= day && day <= validUntil;
}

/** The licence that lets the agency recruit for that state then. */
export const licenceFor = (
  { licences }: Agency,
  destination: string,
  at: Instant,
): Licence | undefined =>
  licences.find((one) => isActive(one, at) && one.destinations.includes(destination));

/** Why the agency may not recruit for that state then, or undefined if it may. */
export function licenceFault(
  agency: Agency,
  destination: string,
  at: Instant,
): ErrorCode | undefined {
  if (licenceFor(agency, destination, at)) return undefined;
  return agency.licences.some((one) => isActive(one, at)) ? 'LICENCE_SCOPE' : 'LICENCE_NOT_ACTIVE';
}
