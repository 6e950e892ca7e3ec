import { readFileSync } from 'node:fs';
import { checkDocumentNumber } from './document-number.ts';
import { IDENTIFIER_RULES, type IdentifierRule } from './identifier-rules.ts';
import { transliterate } from './transliteration.ts';

const page = readFileSync(new URL('../../../docs/identifiers.md', import.meta.url), 'utf8');

const row = ([kind, rule]: [string, IdentifierRule]): string => {
  const acts = rule.acts.map(({ from, act }) => `${from} ${act}`).join('; ');
  return `| \`${kind}\` | ${[
    `${rule.country} ${rule.name}`,
    rule.holder,
    rule.structure,
    rule.algorithm,
    rule.status,
    `${rule.mark}: ${rule.source}`,
    acts || '–',
  ].join(' | ')} |`;
};

/** The letters listed in parentheses behind a phrase. */
const lettersBehind = (phrase: string): readonly string[] =>
  new RegExp(`${phrase}\\s*\\(\`([^\`]+)\``).exec(page)?.[1]?.split(' ') ?? [];

const cyrillicCapitals = Array.from({ length: 0x130 }, (_, place) =>
  String.fromCodePoint(0x400 + place),
).filter((letter) => letter === letter.toUpperCase() && letter !== letter.toLowerCase());

const same = (one: readonly string[], other: readonly string[]): void =>
  expect(one.toSorted()).toStrictEqual(other.toSorted());

describe('docs/identifiers.md', () => {
  test('has one row for each kind of number, and says what the rules say', () => {
    const lines = page.split('\n').map((line) => line.replace(/ +/g, ' '));
    const rows = lines.filter((line) => /^\| `[A-Z]{2}_[A-Z_]+` \| [A-Z]{2} /.test(line));
    expect(rows).toStrictEqual(Object.entries(IDENTIFIER_RULES).map(row));
  });

  test('lists the Cyrillic letters that are mapped in document numbers', () =>
    same(
      lettersBehind('Cyrillic look-alikes'),
      cyrillicCapitals.filter((letter) => checkDocumentNumber(`1234${letter}`).ok),
    ));

  test('lists the letters that are transliterated by our own table', () =>
    same(
      lettersBehind('Tajik\\s+letters'),
      cyrillicCapitals.filter((letter) => transliterate(letter).localLetters.length > 0),
    ));
});
