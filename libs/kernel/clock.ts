import type { CivilDate, Instant } from './event.ts';

/** The only source of the present. Never below the last instant it gave. */
export abstract class Clock {
  abstract now(): Instant;
}

/** Whether it is an instant in its one form, and one that the calendar has. */
export const isInstant = (value: unknown): value is Instant =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value;

/** Milliseconds since the epoch of an instant or a date. */
export const milliseconds = (instant: Instant): number => Date.parse(instant);

/** The instant `seconds` after `instant`. */
export const later = (instant: Instant, seconds: number): Instant =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** The civil date of an instant, in UTC. */
export const dayOf = (instant: Instant): CivilDate => instant.slice(0, 'YYYY-MM-DD'.length);

/** The instant of a JWT NumericDate (seconds since the epoch, RFC 7519 §2). */
export const instantOf = (numericDate: number): Instant =>
  new Date(numericDate * 1000).toISOString();

/** The JWT NumericDate of an instant, rounded down. */
export const numericDate = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

/** Whether an instant has come by `at`; one that nobody has set never has. */
export const hasCome = (instant: Instant | null | undefined, at: Instant): boolean =>
  (instant ?? NEVER) <= at;

/** Later than every instant. */
const NEVER = '~';

/** The first of instants, or of civil dates. */
export const earliestOf = (first: Instant, ...others: readonly Instant[]): Instant =>
  others.reduce((earliest, other) => (other < earliest ? other : earliest), first);

/** The last of instants, or of civil dates. */
export const latestOf = (first: Instant, ...others: readonly Instant[]): Instant =>
  others.reduce((latest, other) => (other > latest ? other : latest), first);
