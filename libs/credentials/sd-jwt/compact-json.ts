import type { Json } from '#kernel';
import { parseJson } from '#signing';

const MAX_DEPTH = 32;

/**
 * `parseJson` for the many small texts of disclosures, at a third of its cost. A text that is as long as the
 * compact form of its own value has no room for a second member of the same name; only where that does not
 * settle it (blanks, escapes, numbers, whatever is refused) does `parseJson` read the text, and decide.
 * @param text decoded from UTF-8, and so without half a surrogate pair
 * @throws what `parseJson` throws
 */
export function parseCompactJson(text: string): Json {
  if (!isSimple(text)) return parseJson(text);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return parseJson(text);
  }
  return compactLength(value) === text.length ? value : parseJson(text);
}

/** Without escapes, so that a string is as long as its text; and not deep, whatever the brackets are. */
const isSimple = (text: string): boolean =>
  !text.includes('\\') &&
  (text.length < 2 * MAX_DEPTH || occurrences(text, '[') + occurrences(text, '{') <= MAX_DEPTH);

function occurrences(text: string, sign: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count++;
  return count;
}

/** Characters of the value's compact form; NaN if it holds a number, which has several, or a forbidden name. */
function compactLength(value: Json | undefined): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'boolean') return value ? 4 : 5;
  if (value === null) return 4;
  if (typeof value !== 'object') return NaN;
  let length = 2;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) length += compactLength(element) + 1;
  } else {
    for (const name in value) {
      if (name === '__proto__' || name === 'constructor' || name === 'prototype') return NaN;
      length += name.length + 4 + compactLength((value as { readonly [name: string]: Json })[name]);
    }
  }
  // Commas stand between members, so there is one fewer than members.
  return length === 2 ? 2 : length - 1;
}
