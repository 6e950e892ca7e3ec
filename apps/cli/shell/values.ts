import { InvalidArgumentError } from 'commander';
import { instantOf, isInstant, type Instant } from '#kernel';
import type { DemandReference } from '#recruitment';

// What options hold, checked while the command line is read: a wrong one is a sentence that names the option.

/** A whole number from `least` on. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };

/** How many witnesses must have seen a tree; 0 asks for none. */
export const quorum = wholeNumber(0, 1_000);

/** An instant in UTC; the day alone is its first moment. */
export function instant(text: string): Instant {
  const whole = /^\d{4}-\d\d-\d\d$/.test(text)
    ? `${text}T00:00:00.000Z`
    : text.replace(/(:\d\d)Z$/, '$1.000Z');
  if (isInstant(whole)) return whole;
  throw new InvalidArgumentError('It takes an instant in UTC, like 2027-01-31T09:00:00Z.');
}

export function day(text: string): string {
  if (isInstant(`${text}T00:00:00.000Z`)) return text;
  throw new InvalidArgumentError('It takes a day, like 2027-01-31.');
}

export function participant(text: string): string {
  if (/^[A-Z]{2}(\.[A-Z0-9]{1,16}){1,2}$/.test(text)) return text;
  throw new InvalidArgumentError('It takes an authority or agency, like KG.MOH.');
}

export function recordId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new InvalidArgumentError('It takes the id of a record, a UUID in small letters.');
}

/** So many seconds from an instant on; statements are dated by it. */
export const inSeconds = (now: Instant, seconds: number): Instant =>
  instantOf(Math.floor(Date.parse(now) / 1000) + seconds);

/** A demand by its name, as statements about cases give it. */
export function demandName(text: string): DemandReference {
  const [, authority, id] =
    /^([A-Z]{2}\.[A-Z0-9]{1,16})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  if (authority !== undefined && id !== undefined) return { authority, id };
  throw new InvalidArgumentError('It takes the name of a demand, like RU.MOL-<uuid>.');
}
