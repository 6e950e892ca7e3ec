import type { CivilDate } from '#kernel';
import { IDENTIFIER_RULES, type IdentifierKind, type IdentifierRule } from './identifier-rules.ts';
import { lookAlikePosition } from './look-alikes.ts';

/** Why a number cannot be one of its kind. */
export type IdentifierError = 'ID_LOOK_ALIKE' | 'ID_STRUCTURE' | 'ID_CHECKSUM';

/**
 * What a reader should know of an accepted number: the digits suggest another birth date than the
 * document (`ID_HINT_MISMATCH`); the check digit is wrong by a rule that is only assumed
 * (`ID_CHECKSUM_ASSUMED`); no rule is published, so nothing but its form was checked (`ID_CHECKSUM_UNPUBLISHED`).
 */
export type IdentifierWarning =
  'ID_HINT_MISMATCH' | 'ID_CHECKSUM_ASSUMED' | 'ID_CHECKSUM_UNPUBLISHED';

export type IdentifierCheck =
  | { readonly ok: true; readonly number: string; readonly warnings: readonly IdentifierWarning[] }
  | {
      readonly ok: false;
      readonly error: IdentifierError;
      /** The sign at fault, counted from 1. */
      readonly position?: number;
    };

/** What else is known of the holder; a birth date may be partial (`1985`, `1985-07`). */
export type IdentifierHints = { readonly birthDate?: CivilDate | undefined };

/**
 * Judges a number by the rules of its kind. An accepted number comes back in its canonical form.
 * A Cyrillic letter that prints like a Latin one is refused, not mapped: in a personal number it
 * means that somebody typed it, and the next sign may be wrong too.
 */
export function checkIdentifier(
  kind: IdentifierKind,
  text: string,
  { birthDate }: IdentifierHints = {},
): IdentifierCheck {
  const rule: IdentifierRule = IDENTIFIER_RULES[kind];
  const capitals = text.toUpperCase();
  const position = lookAlikePosition(capitals);
  if (position > 0) return { ok: false, error: 'ID_LOOK_ALIKE', position };

  const number = rule.canonical?.(capitals) ?? capitals;
  if (!rule.fits(number)) return { ok: false, error: 'ID_STRUCTURE' };

  const isWrong = rule.checks?.(number) === false;
  if (isWrong && rule.status === 'official') return { ok: false, error: 'ID_CHECKSUM' };

  const warnings: IdentifierWarning[] = [];
  if (isWrong) warnings.push('ID_CHECKSUM_ASSUMED');
  if (!rule.checks) warnings.push('ID_CHECKSUM_UNPUBLISHED');
  const born = rule.born?.(number);
  if (birthDate && born && !born.startsWith(birthDate)) warnings.push('ID_HINT_MISMATCH');
  return { ok: true, number, warnings };
}

/** The kinds of number a person carries in a country, by ISO 3166-1 alpha-2; none where we know none. */
export const personalIdentifiersOf = (country: string): readonly IdentifierKind[] =>
  (Object.keys(IDENTIFIER_RULES) as IdentifierKind[]).filter(
    (kind) =>
      IDENTIFIER_RULES[kind].country === country &&
      IDENTIFIER_RULES[kind].holder !== 'organisation',
  );
