import type { CivilDate } from '#kernel';
import type { LegalBasis } from './corridor.ts';

/** How many foreign workers a state admits in a year, by category of work. Dated data. */
export type Quota = {
  readonly state: string;
  readonly from: CivilDate;
  readonly until: CivilDate;
  /** Places of each category; the state's own books say how many are left. */
  readonly categories: Readonly<Record<string, number>>;
  readonly bases: readonly LegalBasis[];
};

export const QUOTAS: readonly Quota[] = [
  {
    state: 'KZ',
    from: '2026-01-01',
    until: '2026-12-31',
    categories: {
      CATEGORY_1: 726,
      CATEGORY_2: 3402,
      CATEGORY_3: 5893,
      CATEGORY_4: 3131,
      SEASONAL: 4994,
    },
    bases: [
      {
        mark: 'source',
        statement:
          'quota of 2026: 0.25 % of the labour force; managers 726, heads of units 3,402, specialists 5,893, skilled workers 3,131, seasonal 4,994',
        source: 'inform.kz; trend.az',
      },
    ],
  },
];

/** The most that a demand of this category can ask for on a day; undefined if the state has no such category then. */
export function quotaOf(state: string, category: string, date: CivilDate): number | undefined {
  const quota = QUOTAS.find((one) => one.state === state && one.from <= date && date <= one.until);
  return quota && Object.hasOwn(quota.categories, category)
    ? quota.categories[category]
    : undefined;
}
