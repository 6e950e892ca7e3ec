import { transliterate, type TransliterationLanguage } from './transliteration.ts';

describe('a Cyrillic name in Latin letters', () => {
  test.each<[string, TransliterationLanguage, string]>([
    ['Щербаков Юрий', 'ru', 'SHCHERBAKOV IURII'],
    ['Объедков', 'ru', 'OBIEEDKOV'],
    ['Бабрыковіч Аляксандр', 'be', 'BABRYKOVICH ALIAKSANDR'],
    ['Ігар', 'be', 'IHAR'],
    ['Ігор', 'uk', 'IGOR'],
    ['Грицько Їжак', 'uk', 'GRYTSKO IZHAK'],
    ['Гриценко', 'ru', 'GRITSENKO'],
    ['Алёна', 'ru', 'ALENA'],
    ['Алёна', 'be', 'ALIONA'],
    ['  Анна-Мария  ', 'ru', 'ANNA MARIIA'],
    ["Мар'яна", 'uk', 'MARIANA'],
    ['Ґалаґан', 'uk', 'GALAGAN'],
    ['Ўладзімір', 'be', 'ULADZIMIR'],
  ])('follows ICAO: %s (%s)', (name, language, latin) =>
    expect(transliterate(name, language)).toStrictEqual({ latin, localLetters: [] }),
  );

  test.each<[string, TransliterationLanguage, string, string[]]>([
    ['Үмітов Әлі', 'kk', 'UMITOV ALI', ['Ү', 'Ә']],
    ['Өмүр', 'ky', 'OMUR', ['Ө', 'Ү']],
    ['Ҷамшедӣ', 'tg', 'JAMSHEDI', ['Ҷ', 'Ӣ']],
    ['Ққ', 'kk', 'KK', ['Қ']],
  ])('marks letters that only our own table has: %s (%s)', (name, language, latin, localLetters) =>
    expect(transliterate(name, language)).toStrictEqual({ latin, localLetters }),
  );

  test('composes what is written with combining marks first', () =>
    expect(transliterate('и\u0306од').latin).toBe(transliterate('йод').latin));

  test('leaves what it has no rule for', () =>
    expect(transliterate('Novák 3').latin).toBe('NOVÁK 3'));
});
