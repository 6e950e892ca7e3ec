/** The id of a key (RFC 7638) that begins with a hyphen, as one of 64 does. */
const ID_LIKE_AN_OPTION = /^-[\w-]{42}$/;

/**
 * The words of a command line with such ids behind `--`, where none is taken for an option. What follows an option is
 * its value, and stays.
 */
export function keyIdsLast(words: readonly string[]): readonly string[] {
  const isId = (word: string, n: number) =>
    ID_LIKE_AN_OPTION.test(word) && !words[n - 1]?.startsWith('-');
  const ids = words.filter(isId);
  if (ids.length === 0 || words.includes('--')) return words;
  return [...words.filter((word, n) => !isId(word, n)), '--', ...ids];
}
