import type { CivilDate } from '#kernel';

/** The date, if there was or will be such a day in the Gregorian calendar; otherwise null. `month` and `day` count from 1. */
export function civilDate(year: number, month: number, day: number): CivilDate | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  if (days === undefined || day < 1 || day > days) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** Whether the text is a day of the calendar, written `2026-11-24` (RFC 3339 full-date). */
export function isCivilDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts !== null && civilDate(Number(parts[1]), Number(parts[2]), Number(parts[3])) !== null;
}

const pad = (number: number, width: number): string => String(number).padStart(width, '0');
