import type { CivilDate } from '#kernel';
import type { ItemCode } from '../values/codes.ts';

/**
 * A statement of law or practice, and how well it is known (domain.md): `source` was read in a public copy, `memory`
 * was not checked, `design` is our recommendation until a ministry says otherwise.
 */
export type Basis = {
  readonly mark: 'source' | 'memory' | 'design';
  readonly statement: string;
  readonly source?: string;
};

/** What an accepting state asks for before it recognises a certificate: dated data, never a constant in code. */
export type Profile = {
  /** `<state>/<name>/<version>`; another list or other days are another version. */
  readonly id: string;
  /** The accepting state, ISO 3166-1 alpha-2. */
  readonly state: string;
  readonly title: string;
  /** Days of examination it applies to, both included. */
  readonly from: CivilDate;
  readonly until?: CivilDate;
  /** For how many days each examination counts, the day it was performed being the first. */
  readonly items: Readonly<Partial<Record<ItemCode, number>>>;
  readonly bases: readonly Basis[];
};

const YEAR = 365;
const HALF_YEAR = 180;
const QUARTER = 90;

const RUSSIAN_INFECTIONS = ['HIV', 'TB', 'LEPROSY', 'SYPHILIS', 'LGV', 'CHANCROID'] as const;

const each = (items: readonly ItemCode[], days: number): Profile['items'] =>
  Object.fromEntries(items.map((item) => [item, days]));

export const PROFILES: readonly Profile[] = [
  {
    id: 'RU/LABOUR/1',
    state: 'RU',
    title: 'Russia: foreign workers, list of 2003',
    from: '2003-04-02',
    until: '2022-02-28',
    items: each(RUSSIAN_INFECTIONS, QUARTER),
    bases: [
      {
        mark: 'source',
        statement: 'Government decree 188 of 2 April 2003 lists HIV, leprosy, tuberculosis, STIs',
        source: 'consultant.ru LAW_135058; docs.cntd.ru/901856858',
      },
      { mark: 'memory', statement: 'certificates were accepted for three months' },
    ],
  },
  {
    id: 'RU/LABOUR/2',
    state: 'RU',
    title: 'Russia: foreign workers since March 2022',
    from: '2022-03-01',
    items: { ...each(RUSSIAN_INFECTIONS, YEAR), DRUGS: YEAR, HIV: QUARTER },
    bases: [
      {
        mark: 'source',
        statement:
          'Ministry of Health order 1079н of 19 November 2021, in force 1 March 2022, COVID-19 removed',
        source: 'docs.cntd.ru/565110194; all-migration.com',
      },
      {
        mark: 'source',
        statement: 'medical conclusions count for one year from 1 March 2022',
        source: 'baibol.ru/kg 24.02.2022',
      },
      {
        mark: 'source',
        statement: 'the HIV certificate (order 1060н of 17 November 2021) counts for three months',
        source: 'konsugroup.com',
      },
      { mark: 'design', statement: 'a month is 30 days, a year 365' },
    ],
  },
  {
    id: 'RU/AGREEMENT-TJ/1',
    state: 'RU',
    title: 'Russia: examined in Tajikistan by designated organisations',
    from: '2025-10-09',
    items: { ...each(RUSSIAN_INFECTIONS, YEAR), DRUGS: YEAR },
    bases: [
      {
        mark: 'source',
        statement:
          'Agreement of 9 October 2025: conclusions of designated organisations, no repeat examination',
        source: 'lawnotes.ru; tass.ru/25295665',
      },
      { mark: 'design', statement: 'all items count for one year' },
    ],
  },
  {
    id: 'KZ/LABOUR/1',
    state: 'KZ',
    title: 'Kazakhstan: labour immigrants',
    from: '2022-04-15',
    items: each(['HIV', 'TB', 'SYPHILIS', 'DRUGS', 'MENTAL'], QUARTER),
    bases: [
      {
        mark: 'source',
        statement: 'form 028/у; rules of labour immigrant permits, order 123 of 15 April 2022',
        source: 'toshkent24.com; cis-legislation.com rgn=139847',
      },
      { mark: 'memory', statement: 'accepted for three months (little confidence)' },
      { mark: 'design', statement: 'the list of items' },
    ],
  },
  {
    id: 'KG/LABOUR/1',
    state: 'KG',
    title: 'Kyrgyzstan: foreign workers',
    from: '2011-01-01',
    items: each(['HIV', 'TB', 'SYPHILIS'], HALF_YEAR),
    bases: [{ mark: 'design', statement: 'no form for workers was found; list and days' }],
  },
  {
    id: 'BY/LABOUR/1',
    state: 'BY',
    title: 'Belarus: foreign workers',
    from: '2011-07-01',
    items: each(['HIV', 'TB', 'SYPHILIS', 'LEPROSY'], YEAR),
    bases: [
      {
        mark: 'source',
        statement: 'special permit and contract under law 225-З of 30 December 2010',
        source: 'za-kordon.in.ua',
      },
      { mark: 'memory', statement: 'health certificate for one year (little confidence)' },
      { mark: 'design', statement: 'the list of items' },
    ],
  },
  {
    id: 'TJ/LABOUR/1',
    state: 'TJ',
    title: 'Tajikistan: foreign workers',
    from: '2011-01-01',
    items: each(['HIV', 'TB', 'SYPHILIS', 'MALARIA'], HALF_YEAR),
    bases: [
      { mark: 'memory', statement: 'national health certificate (little confidence)' },
      { mark: 'design', statement: 'list and days' },
    ],
  },
];

const byId: ReadonlyMap<string, Profile> = new Map(PROFILES.map((one) => [one.id, one]));

/** The profile, if it applies to an examination that ended `on` that day; if the day is not known, if there ever was one. */
export function profileOn(id: string, on?: CivilDate): Profile | undefined {
  const profile = byId.get(id);
  if (!profile || on === undefined) return profile;
  return profile.from <= on && (profile.until === undefined || on <= profile.until)
    ? profile
    : undefined;
}

/** The profiles of an accepting state on a day of examination. */
export const profilesOf = (state: string, on: CivilDate): readonly Profile[] =>
  PROFILES.filter((one) => one.state === state && profileOn(one.id, on) !== undefined);
