import { dayOf, later, type CivilDate, type Instant } from '#kernel';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Hours that a state's clocks are ahead of UTC, from a day on; newest first. Facts with a date (domain.md §2.2), never a constant of the code elsewhere. */
const OFFSETS: readonly (readonly [state: string, from: CivilDate, hours: number])[] = [
  ['AM', '', 4],
  ['BY', '', 3],
  ['KG', '', 6],
  ['KZ', '2024-03-01', 5],
  ['KZ', '', 6],
  ['RU', '', 3],
  ['TJ', '', 5],
  ['UZ', '', 5],
];

/** When the day begins in the state, whose dates are civil dates of its own; in UTC where its offset is not known. */
export function startOfDay(date: CivilDate, state: string): Instant {
  const row = OFFSETS.find(([known, from]) => known === state && from <= date);
  const hours = row?.[2] ?? 0;
  return later(`${date}T00:00:00.000Z`, -hours * HOUR);
}

/** When the day is over: what is valid until a date is valid through 23:59:59 of it. */
export const endOfDay = (date: CivilDate, state: string): Instant =>
  startOfDay(dayOf(later(`${date}T00:00:00.000Z`, DAY)), state);
