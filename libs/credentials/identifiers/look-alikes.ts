/** Cyrillic capitals that print like a Latin one, and that one. */
const LATIN_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    А: 'A',
    В: 'B',
    Е: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    У: 'Y',
    Х: 'X',
    І: 'I',
    Ј: 'J',
    Ѕ: 'S',
  }),
);

/** The place of the first Cyrillic look-alike, counted from 1; 0 when there is none. */
export const lookAlikePosition = (capitals: string): number =>
  [...capitals].findIndex((sign) => LATIN_OF.has(sign)) + 1;

/** The text with every Cyrillic look-alike replaced by the Latin letter it prints like. */
export const withoutLookAlikes = (capitals: string): string =>
  [...capitals].map((sign) => LATIN_OF.get(sign) ?? sign).join('');
