/** Languages whose letters ICAO, or we, read in their own way. */
export type TransliterationLanguage = 'ru' | 'be' | 'uk' | 'kk' | 'ky' | 'tg';

// ICAO Doc 9303-3 §6, Cyrillic.
const ICAO: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Ґ: 'G',
  Д: 'D',
  Е: 'E',
  Ё: 'E',
  Є: 'IE',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  І: 'I',
  Ї: 'I',
  Й: 'I',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ў: 'U',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHCH',
  Ъ: 'IE',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'IU',
  Я: 'IA',
};

const VARIANTS: Readonly<
  Partial<Record<TransliterationLanguage, Readonly<Record<string, string>>>>
> = {
  be: { Г: 'H', Ё: 'IO' },
  uk: { И: 'Y' },
};

/** Kazakh, Kyrgyz and Tajik letters that ICAO's list does not have. Ours, unverified. */
const LOCAL: Readonly<Record<string, string>> = {
  Ә: 'A',
  Ғ: 'G',
  Қ: 'K',
  Ң: 'N',
  Ө: 'O',
  Ұ: 'U',
  Ү: 'U',
  Һ: 'H',
  Ҳ: 'H',
  Ҷ: 'J',
  Ӣ: 'I',
  Ӯ: 'U',
};

export type Transliteration = {
  /** Capitals; words apart by one space. */
  readonly latin: string;
  /** The letters for which ICAO has no rule and ours was used, each once, in the order met. */
  readonly localLetters: readonly string[];
};

/**
 * A name in Latin capitals, as a search key and never as evidence of identity: passports were printed under
 * other schemes before, so people are matched by number and birth date. Signs that are in no table stay as they are.
 */
export function transliterate(
  name: string,
  language: TransliterationLanguage = 'ru',
): Transliteration {
  const localLetters = new Set<string>();
  const latinOf = (letter: string): string => {
    const icao = VARIANTS[language]?.[letter] ?? ICAO[letter];
    if (icao !== undefined) return icao;
    const local = LOCAL[letter];
    if (local !== undefined) localLetters.add(letter);
    return local ?? letter;
  };
  const words = name
    .normalize('NFC')
    .toUpperCase()
    .replace(/['’ʼ`]/g, '')
    .split(/[\s-]+/)
    .filter((word) => word !== '');
  const latin = words.map((word) => [...word].map(latinOf).join('')).join(' ');
  return { latin, localLetters: [...localLetters] };
}
