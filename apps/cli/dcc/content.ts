import { COUNTRIES, isCivilDate } from '#credentials';
import type { CivilDate, Json } from '#kernel';
import { Rejection, type DccReason } from './rejection.ts';

// The values of an EU DCC as states really write them, in the forms that records have. Where a value is
// needed and cannot be read, the certificate is rejected for the reason given; nothing is guessed.

/**
 * A text on one line, in NFC, blanks single, without signs that print nothing; null when there is none.
 * Some states write `N/A` for nothing.
 */
export function line(value: Json | undefined): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  return text === '' || text === 'N/A' ? null : text;
}

export function needed(value: Json | undefined, reason: DccReason): string {
  const text = line(value);
  if (text === null) throw new Rejection(reason);
  return text;
}

/** A name of a machine-readable zone with its fillers as blanks: `ANNA<MARIA<` is `ANNA MARIA`. */
export const zoneName = (value: Json | undefined): string | null =>
  typeof value === 'string' ? line(value.replaceAll('<', ' ')) : null;

/** A day; some systems append midnight. */
export function day(value: Json | undefined): CivilDate {
  const text = withoutMidnight(value) ?? '';
  if (!isCivilDate(text)) throw new Rejection('DATE_UNREADABLE');
  return text;
}

/** A day, a month or a year; null when the document leaves it open. */
export function birthDate(value: Json | undefined): string | null {
  const text = withoutMidnight(value);
  if (text !== null && !isCivilDate(`${text}-01-01`.slice(0, 10)))
    throw new Rejection('BIRTH_DATE_UNREADABLE');
  return text;
}

const withoutMidnight = (value: Json | undefined): string | null =>
  line(value)?.replace(/T00:00:00(?:\.0+)?(?:Z|[+-]00:?00)?$/, '') ?? null;

/** A moment with its offset as the document writes it, the offset spelt out: `+02` and `+0200` are `+02:00`. */
export function moment(value: Json | undefined): string {
  const text = needed(value, 'DATE_UNREADABLE').replace(
    /([+-]\d{2}):?(\d{2})?$/,
    (_, hours: string, minutes = '00') => `${hours}:${minutes}`,
  );
  const isMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(
    text,
  );
  if (!isMoment || !isCivilDate(text.slice(0, 10)) || Number.isNaN(Date.parse(text)))
    throw new Rejection('DATE_UNREADABLE');
  return text;
}

export function country(value: Json | undefined): string {
  const code = needed(value, 'COUNTRY_UNKNOWN');
  if (!COUNTRIES.includes(code)) throw new Rejection('COUNTRY_UNKNOWN');
  return code;
}

/** A code of a value set, as what it stands for. */
export function coded<Meaning>(
  value: Json | undefined,
  meanings: Readonly<Record<string, Meaning>>,
  reason: DccReason,
): Meaning {
  const code = needed(value, reason);
  if (!Object.hasOwn(meanings, code)) throw new Rejection(reason);
  return meanings[code]!;
}
