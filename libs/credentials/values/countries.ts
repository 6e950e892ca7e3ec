import { code } from './schema.ts';

/** ISO 3166-1 alpha-2, officially assigned codes, by first letter. */
const ASSIGNED: Readonly<Record<string, string>> = {
  A: 'DEFGILMOQRSTUWXZ',
  B: 'ABDEFGHIJLMNOQRSTVWYZ',
  C: 'ACDFGHIKLMNORUVWXYZ',
  D: 'EJKMOZ',
  E: 'CEGHRST',
  F: 'IJKMOR',
  G: 'ABDEFGHILMNPQRSTUWY',
  H: 'KMNRTU',
  I: 'DELMNOQRST',
  J: 'EMOP',
  K: 'EGHIMNPRWYZ',
  L: 'ABCIKRSTUVY',
  M: 'ACDEFGHKLMNOPQRSTUVWXYZ',
  N: 'ACEFGILOPRUZ',
  O: 'M',
  P: 'AEFGHKLMNRSTWY',
  Q: 'A',
  R: 'EOSUW',
  S: 'ABCDEGHIJKLMNORSTVXYZ',
  T: 'CDFGHJKLMNORTVWZ',
  U: 'AGMSYZ',
  V: 'ACEGINU',
  W: 'FS',
  Y: 'ET',
  Z: 'AMW',
};

export const COUNTRIES: readonly string[] = Object.entries(ASSIGNED).flatMap(([first, seconds]) =>
  [...seconds].map((second) => first + second),
);

/** A country, ISO 3166-1 alpha-2. */
export const country = code<string>(COUNTRIES);

/** What a document states as citizenship; a person may have none. */
export const citizenship = code<string>([...COUNTRIES, 'STATELESS']);
