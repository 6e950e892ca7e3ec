import type { CivilDate } from '#kernel';
import { civilDate } from './civil-date.ts';

// What the digits of a personal number suggest about the birth date. Each is given a number whose
// signs are where the kind's structure puts them, and answers null where the digits are no date.

const digits = (number: string, from: number, to: number): number => Number(number.slice(from, to));

/** 1 and 2 stand for men and women born in the 1800s, 3 and 4 in the 1900s, 5 and 6 in the 2000s. */
const century = (sign: string | undefined): number => 1700 + 100 * Math.ceil(Number(sign) / 2);

/** YYMMDD, then century and sex; other values of that sign are foreigners of unknown century. */
export const kazakhBorn = (number: string): CivilDate | null =>
  /^\d{6}[1-6]/.test(number)
    ? civilDate(
        century(number[6]) + digits(number, 0, 2),
        digits(number, 2, 4),
        digits(number, 4, 6),
      )
    : null;

/** 1 or 2, then DDMMYYYY; a legal entity has no birth date. */
export const kyrgyzBorn = (number: string): CivilDate | null =>
  number.startsWith('0')
    ? null
    : civilDate(digits(number, 5, 9), digits(number, 3, 5), digits(number, 1, 3));

/** Century and sex, then DDMMYY (Belarus, Uzbekistan). */
export const centuryFirstBorn = (number: string): CivilDate | null =>
  civilDate(century(number[0]) + digits(number, 5, 7), digits(number, 3, 5), digits(number, 1, 3));

/** Day + 10 or + 50, month + 20 per century from 1900 on (+ 80 for the 1800s), YY. */
export function armenianBorn(number: string): CivilDate | null {
  const day = digits(number, 0, 2);
  const month = digits(number, 2, 4);
  const hundreds = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)]!;
  return civilDate(hundreds + digits(number, 4, 6), month % 20, day - (day > 50 ? 50 : 10));
}

/** Days since 31 December 1899 in five digits. */
export const ukrainianBorn = (number: string): CivilDate =>
  new Date(Date.UTC(1899, 11, 31 + digits(number, 0, 5))).toISOString().slice(0, 10);
