import { dayOf, later, type CivilDate } from '#kernel';
import type { Corridor, LegalBasis } from './corridor.ts';

/** What a regime fixes for every pair of states it is for; the medical profile follows from the destination. */
type Regime = { readonly name: string } & Omit<
  Corridor,
  'id' | 'origin' | 'destination' | 'from' | 'until' | 'medicalProfile'
>;

type Period = { readonly from: CivilDate; readonly profile: string };

const source = (statement: string, found: string): LegalBasis => ({
  mark: 'source',
  statement,
  source: found,
});
const memory = (statement: string): LegalBasis => ({ mark: 'memory', statement });
const design = (statement: string): LegalBasis => ({ mark: 'design', statement });

/** Since when each state is a member of the Eurasian Economic Union. [memory] (domain.md §3.3) */
export const EAEU_ACCESSIONS: Readonly<Record<string, CivilDate>> = {
  AM: '2015-01-02',
  BY: '2015-01-01',
  KG: '2015-08-12',
  KZ: '2015-01-01',
  RU: '2015-01-01',
};

/** Which recognition profile a destination asks for, from a day on; oldest first (libs/credentials, domain.md §2.2). */
const MEDICAL: Readonly<Record<string, readonly Period[]>> = {
  BY: [{ from: '2011-07-01', profile: 'BY/LABOUR/1' }],
  KG: [{ from: '2011-01-01', profile: 'KG/LABOUR/1' }],
  KZ: [{ from: '2022-04-15', profile: 'KZ/LABOUR/1' }],
  RU: [
    { from: '2003-04-02', profile: 'RU/LABOUR/1' },
    { from: '2022-03-01', profile: 'RU/LABOUR/2' },
  ],
  TJ: [{ from: '2011-01-01', profile: 'TJ/LABOUR/1' }],
};

/** Where a pair of states agreed on something else than the destination asks of all. Empty: nobody is examined. */
const MEDICAL_OF_PAIR: Readonly<Record<string, readonly Period[]>> = {
  'BY-RU': [],
  'TJ-RU': [...MEDICAL['RU']!, { from: '2025-10-09', profile: 'RU/AGREEMENT-TJ/1' }],
};

const EAEU: Regime = {
  name: 'EAEU',
  permits: [],
  quotaNeeded: false,
  checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS'],
  registrationDeadlineDays: 30,
  bases: [
    memory('EAEU citizens need no permit and fall under no quota, from the accession of both'),
    source('registration-free for 30 days, contract within 90 days', 'dgs35.ru'),
    source(
      'in Russia citizens of Belarus are not examined; of Kazakhstan, Kyrgyzstan, Armenia they are',
      'base.garant.ru/404511918; all-migration.com',
    ),
    design('what the checklist asks for'),
  ],
};

const RUSSIAN_PATENT: Regime = {
  name: 'PATENT',
  permits: ['PATENT'],
  quotaNeeded: false,
  checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS', 'LANGUAGE'],
  examDeadlineDays: 30,
  registrationDeadlineDays: 30,
  bases: [
    memory(
      'visa-free workers from outside the EAEU need a patent: bound to a region, twelve months and one extension, medical documents, insurance, test of language and history within 30 days of entry',
    ),
    source('workers are examined within 30 days of entry', 'ria.ru 20260210; vedomosti.ru'),
    design('what the checklist asks for'),
  ],
};

const KAZAKH_PERMIT: Regime = {
  name: 'PERMIT',
  permits: ['LABOUR_IMMIGRANT_PERMIT', 'EMPLOYER_PERMIT'],
  quotaNeeded: true,
  checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS'],
  bases: [
    source(
      'rules of labour immigrant permits, order 123 of 15 April 2022',
      'cis-legislation.com rgn=139847',
    ),
    source(
      'a quota by category of work, 0.25 % of the labour force in 2026',
      'inform.kz; trend.az',
    ),
    memory('a permit of the worker for households, of the employer otherwise'),
    design('what the checklist asks for; deadlines are not known'),
  ],
};

const BELARUSIAN_PERMIT: Regime = {
  name: 'SPECIAL-PERMIT',
  permits: ['SPECIAL_PERMIT'],
  quotaNeeded: false,
  checklist: ['TRAINING', 'MEDICAL', 'DOCUMENTS'],
  bases: [
    source(
      'licensed recruitment of foreign labour, a special permit for each worker and a contract: law 225-З of 30 December 2010',
      'za-kordon.in.ua',
    ),
    design('what the checklist asks for; deadlines are not known'),
  ],
};

/** The rules between two states from a day on, one for each change of the medical profile. */
function between(origin: string, destination: string, from: CivilDate, regime: Regime): Corridor[] {
  const { name, checklist, ...rest } = regime;
  const periods = MEDICAL_OF_PAIR[`${origin}-${destination}`] ?? MEDICAL[destination] ?? [];
  const changes = periods.filter((one) => one.from > from).map((one) => one.from);
  const starts = [from, ...changes];
  return starts.map((start, index) => {
    const profile = periods.findLast((one) => one.from <= start)?.profile;
    const next = starts[index + 1];
    return {
      id: `${origin}-${destination}/${name}/${index + 1}`,
      ...{ origin, destination, from: start },
      ...(next !== undefined && { until: dayBefore(next) }),
      ...rest,
      ...(profile !== undefined && { medicalProfile: profile }),
      checklist: profile === undefined ? checklist.filter((item) => item !== 'MEDICAL') : checklist,
    };
  });
}

const dayBefore = (date: CivilDate): CivilDate => dayOf(later(`${date}T00:00:00.000Z`, -1));

const members = Object.entries(EAEU_ACCESSIONS);
const withinUnion = members.flatMap(([origin, joined]) =>
  members
    .filter(([destination]) => destination !== origin)
    .flatMap(([destination, accession]) =>
      between(origin, destination, joined > accession ? joined : accession, EAEU),
    ),
);

/** Every corridor rule that ships. A ministry that says otherwise makes a new version. */
export const CORRIDORS: readonly Corridor[] = [
  ...withinUnion,
  ...['TJ', 'UZ', 'MD'].flatMap((origin) => between(origin, 'RU', '2015-01-01', RUSSIAN_PATENT)),
  ...['TJ', 'UZ'].flatMap((origin) => between(origin, 'KZ', '2022-04-15', KAZAKH_PERMIT)),
  ...['TJ', 'UZ', 'MD', 'UA'].flatMap((origin) =>
    between(origin, 'BY', '2011-07-01', BELARUSIAN_PERMIT),
  ),
];

/** The rule of a corridor on a day; undefined where none is known, and then nobody is recruited. */
export const corridorAt = (
  origin: string,
  destination: string,
  date: CivilDate,
): Corridor | undefined =>
  CORRIDORS.find(
    (one) =>
      one.origin === origin &&
      one.destination === destination &&
      one.from <= date &&
      (one.until === undefined || date <= one.until),
  );
