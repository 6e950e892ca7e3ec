import { later, type CivilDate, type Instant } from '#kernel';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Seconds that a state's clocks are ahead of UTC, from a day on; newest first. Facts with a date (domain.md §2.2), never a constant of the code elsewhere. */
const OFFSETS: Readonly<Record<string, readonly (readonly [from: CivilDate, seconds: number])[]>> =
  {
    AM: [['', 4 * HOUR]],
    BY: [['', 3 * HOUR]],
    KG: [['', 6 * HOUR]],
    KZ: [
      ['2024-03-01', 5 * HOUR],
      ['', 6 * HOUR],
    ],
    RU: [['', 3 * HOUR]],
    TJ: [['', 5 * HOUR]],
    UZ: [['', 5 * HOUR]],
  };

/** When the day begins in the state, whose dates are civil dates of its own; in UTC where its offset is not known. */
export function startOfDay(date: CivilDate, state: string): Instant {
  const rows = Object.hasOwn(OFFSETS, state) ? (OFFSETS[state] ?? []) : [];
  const offset = rows.find(([from]) => from <= date)?.[1] ?? 0;
  return later(`${date}T00:00:00.000Z`, -offset);
}

/** When the day is over: what is valid until a date is valid through 23:59:59 of it. */
export const endOfDay = (date: CivilDate, state: string): Instant =>
  startOfDay(later(`${date}T00:00:00.000Z`, DAY).slice(0, 10), state);
