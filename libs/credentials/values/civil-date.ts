import type { CivilDate } from '#kernel';
import { isCivilDate as isDayOfCalendar } from '../identifiers/civil-date.ts';
import { text, type Schema } from './schema.ts';

const DATE = /^(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$/;
const PARTIAL = /^(?:19|20|21)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?$/;
const INSTANT =
  /^[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;
const DAY_MILLISECONDS = 86_400_000;

/** True for a day that exists, 1900 to 2199, written `2026-11-24`. */
export const isCivilDate = (value: string): value is CivilDate =>
  DATE.test(value) && isDayOfCalendar(value);

/** True for a day, a month or a year that exists: `1964-08-12`, `1964-08`, `1964`. */
const isPartialDate = (value: string): boolean => isCivilDate(`${value}-01-01`.slice(0, 10));

/** True for RFC 3339 with seconds and an offset, as foreign documents carry it. */
const isOffsetInstant = (value: string): boolean =>
  isCivilDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value));

/** Days since 1970-01-01. */
export const dayNumber = (date: CivilDate): number => Date.parse(date) / DAY_MILLISECONDS;

/** The date of a day number. */
export const dateOfDay = (day: number): CivilDate =>
  new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);

/** The day `days` after `date`. */
export const plusDays = (date: CivilDate, days: number): CivilDate =>
  dateOfDay(dayNumber(date) + days);

/** The latest civil date that any place on Earth (UTC+14) has at a JWT NumericDate. */
export const latestDateAt = (numericDate: number): CivilDate =>
  new Date((numericDate + 14 * 3600) * 1000).toISOString().slice(0, 10);

/** A civil date of the issuing country: valid through the end of that day there (domain.md §2.2). */
export const civilDate: Schema<CivilDate> = text(
  { min: 10, max: 10, pattern: DATE, format: 'date' },
  isCivilDate,
);

/** A date of which only the year, or year and month, may be known, as on many birth records. */
export const partialDate: Schema<string> = text(
  { min: 4, max: 10, pattern: PARTIAL, format: 'partial-date' },
  isPartialDate,
);

/** A moment as a foreign document states it, with its own offset. */
export const offsetInstant: Schema<string> = text(
  { min: 20, max: 35, pattern: INSTANT, format: 'date-time' },
  isOffsetInstant,
);
