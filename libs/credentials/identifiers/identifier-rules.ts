import type { CivilDate } from '#kernel';
import {
  armenianBorn,
  centuryFirstBorn,
  kazakhBorn,
  kyrgyzBorn,
  ukrainianBorn,
} from './birth-hints.ts';
import {
  belarusianUnpChecks,
  innChecks,
  kazakhChecks,
  kyrgyzChecks,
  lastDigitIsIcao,
  snilsChecks,
  ukrainianChecks,
} from './checksums.ts';

/**
 * What is known of one kind of national identifier. `status` says what a wrong check digit means:
 * `official` (the rule is published: the number is refused), `assumed` (unconfirmed, or carried over
 * from a neighbour rule: a warning), `unpublished` (there is no rule to hold a number against).
 */
export type IdentifierRule = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As it is called where it is issued. */
  readonly name: string;
  readonly holder: 'person' | 'organisation' | 'either';
  readonly structure: string;
  readonly algorithm: string;
  readonly status: 'official' | 'assumed' | 'unpublished';
  /** How the rule is known: read in a public `source`, `computed` on published numbers, or from `memory`, unverified. */
  readonly mark: 'source' | 'computed' | 'memory';
  readonly source: string;
  /** The acts behind the rule that are known, and the day each dates from. */
  readonly acts: readonly { readonly from: CivilDate; readonly act: string }[];
  /** The one form that is stored, where people write several. */
  readonly canonical?: (capitals: string) => string;
  /** Whether the canonical number is built as `structure` says. */
  readonly fits: (number: string) => boolean;
  /** Whether the check digits are right. Absent where none is published. */
  readonly checks?: (number: string) => boolean;
  /** The birth date the digits suggest. A hint, never evidence: states reissue and reassign. */
  readonly born?: (number: string) => CivilDate | null;
};

const kazakhActs = [
  { from: '2007-05-22', act: 'Government decree 406: how the number is formed' },
  { from: '2013-08-26', act: 'Government decree 853: not bound to birth date or sex' },
];
const kazakhAlgorithm = 'weights 1–11, mod 11; if 10: 3–11, 1, 2; if 10 again: never issued';

/** The one table of national identifiers; docs/identifiers.md shows it to people. */
export const IDENTIFIER_RULES = {
  KZ_IIN: {
    country: 'KZ',
    name: 'ИИН',
    holder: 'person',
    structure: '12 digits: YYMMDD, century and sex, 4 serial, check',
    algorithm: kazakhAlgorithm,
    status: 'official',
    mark: 'source',
    source: 'adilet.zan.kz P070000406; nomad.su 05.04.2019',
    acts: kazakhActs,
    fits: (number) => /^\d{12}$/.test(number),
    checks: kazakhChecks,
    born: kazakhBorn,
  },
  KZ_BIN: {
    country: 'KZ',
    name: 'БИН',
    holder: 'organisation',
    structure: '12 digits: YYMM, type 4–6, attribute 0–3, 5 serial, check',
    algorithm: kazakhAlgorithm,
    status: 'official',
    mark: 'source',
    source: 'adilet.zan.kz P070000406',
    acts: kazakhActs,
    fits: (number) => /^\d{2}(0[1-9]|1[0-2])[4-6][0-3]\d{6}$/.test(number),
    checks: kazakhChecks,
  },
  KG_PIN: {
    country: 'KG',
    name: 'ПИН / ИНН',
    holder: 'either',
    structure: '14 digits: persons 1 or 2, DDMMYYYY, 4 serial, check; legal entities start with 0',
    algorithm: 'weights 1–10, 1–3, mod 11; if 10: 3–10, 1–5; if 10 again: 0',
    status: 'assumed',
    mark: 'computed',
    source: 'holds for 10 of 10 published company numbers; for persons carried over',
    acts: [{ from: '2017-09-28', act: 'Government decree 619: how the number is assigned' }],
    fits: (number) =>
      /^0\d{13}$/.test(number) || (/^[12]\d{13}$/.test(number) && kyrgyzBorn(number) !== null),
    checks: kyrgyzChecks,
    born: kyrgyzBorn,
  },
  RU_SNILS: {
    country: 'RU',
    name: 'СНИЛС',
    holder: 'person',
    structure: '11 digits, written NNN-NNN-NNN CC',
    algorithm: 'weights 9–1, mod 101, 100 as 00; numbers up to 001-001-998 have none',
    status: 'official',
    mark: 'source',
    source: 'consultant.ru LAW_124607, section 8 (Pension Fund)',
    acts: [],
    canonical: (capitals) => capitals.replace(/^(\d{3})-(\d{3})-(\d{3})[- ](\d{2})$/, '$1$2$3$4'),
    fits: (number) => /^\d{11}$/.test(number),
    checks: snilsChecks,
  },
  RU_INN: {
    country: 'RU',
    name: 'ИНН',
    holder: 'either',
    structure: '12 digits for persons, 10 for organisations: region, office, serial, checks',
    algorithm:
      'mod 11 mod 10 over 7,2,4,10,3,5,9,4,6,8 and 3,7,2,4,10,3,5,9,4,6,8; 10 digits: 2,4,10,3,5,9,4,6,8',
    status: 'official',
    mark: 'source',
    source: 'python-stdnum ru/inn.py',
    acts: [],
    fits: (number) => /^(\d{10}|\d{12})$/.test(number),
    checks: innChecks,
  },
  BY_PERSONAL_NUMBER: {
    country: 'BY',
    name: 'идентификационный номер',
    holder: 'person',
    structure:
      '14 signs, Latin letters: century and sex, DDMMYY, region, 3 digits, PB, BA or BI, check',
    algorithm: 'weights 7-3-1, A=10 … Z=35, mod 10',
    status: 'official',
    mark: 'source',
    source:
      'kirit0s/belarus-passport-personal-number-validator; meaning of the letters from memory',
    acts: [],
    fits: (number) =>
      /^[1-6]\d{6}[A-Z]\d{3}(PB|BA|BI)\d$/.test(number) && centuryFirstBorn(number) !== null,
    checks: lastDigitIsIcao,
    born: centuryFirstBorn,
  },
  BY_UNP: {
    country: 'BY',
    name: 'УНП',
    holder: 'organisation',
    structure: '9 digits',
    algorithm: 'weights 29,23,19,17,13,7,5,3, mod 11; 10 is never issued',
    status: 'official',
    mark: 'source',
    source: 'koblas/stdnum-js by/unp.ts',
    acts: [],
    fits: (number) => /^\d{9}$/.test(number),
    checks: belarusianUnpChecks,
  },
  TJ_RMA: {
    country: 'TJ',
    name: 'РМА',
    holder: 'either',
    structure: '9 digits',
    algorithm: 'none published',
    status: 'unpublished',
    mark: 'source',
    source: 'org-id.guide/list/TJ-TIN',
    acts: [],
    fits: (number) => /^\d{9}$/.test(number),
  },
  AM_PSN: {
    country: 'AM',
    name: 'ՀԾՀ',
    holder: 'person',
    structure:
      '10 digits: day + 10 (men) or + 50 (women), month + 0/20/40/60/80 for 19/20/21/22/18xx, YY, 001–999, check; never 666',
    algorithm: 'not published',
    status: 'unpublished',
    mark: 'source',
    source: 'armenia-ssn-validator README',
    acts: [],
    fits: (number) =>
      /^\d{10}$/.test(number) &&
      !number.includes('666') &&
      number.slice(6, 9) !== '000' &&
      armenianBorn(number) !== null,
    born: armenianBorn,
  },
  MD_IDNP: {
    country: 'MD',
    name: 'IDNP',
    holder: 'person',
    structure: '13 digits',
    algorithm: 'weights 7-3-1, mod 10',
    status: 'assumed',
    mark: 'memory',
    source: 'stdnum-js md/idno.ts has it for organisations; for persons from memory',
    acts: [],
    fits: (number) => /^\d{13}$/.test(number),
    checks: lastDigitIsIcao,
  },
  UA_RNOKPP: {
    country: 'UA',
    name: 'РНОКПП',
    holder: 'person',
    structure: '10 digits: days since 31.12.1899 in five, 4 serial, check',
    algorithm: 'weights −1,5,7,9,4,6,10,5,7, mod 11 mod 10',
    status: 'assumed',
    mark: 'memory',
    source: 'unverified',
    acts: [],
    fits: (number) => /^\d{10}$/.test(number),
    checks: ukrainianChecks,
    born: ukrainianBorn,
  },
  UZ_PINFL: {
    country: 'UZ',
    name: 'ПИНФЛ',
    holder: 'person',
    structure: '14 digits: century and sex 1–6, DDMMYY, area 3, serial 3, check',
    algorithm: 'weights 7-3-1, mod 10',
    status: 'assumed',
    mark: 'memory',
    source: 'unverified',
    acts: [],
    fits: (number) => /^[1-6]\d{13}$/.test(number) && centuryFirstBorn(number) !== null,
    checks: lastDigitIsIcao,
    born: centuryFirstBorn,
  },
} as const satisfies Readonly<Record<string, IdentifierRule>>;

export type IdentifierKind = keyof typeof IDENTIFIER_RULES;
