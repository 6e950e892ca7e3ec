import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Looked up once: in a test each look at a global takes long. */
const { imul } = Math;

/** Bytes by which a text is met; each must have as many. */
const HEAD = 8;

/** Of a rolling sum over `HEAD` bytes (Rabin, Karp), and which of its bits say what may be met. */
const BASE = 16_777_619;
const OUT = Array.from({ length: HEAD }).reduce<number>((power) => imul(power, BASE), 1);
const SHIFT = 8;

type Wanted = { readonly text: string; readonly bytes: Buffer };

/**
 * Which of the texts stand, byte for byte, in files of the folder with this ending. Many are looked for at once in one pass:
 * of grep's patterns a hundred thousand take minutes.
 */
export async function foundIn(
  folder: string,
  ending: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const find = finder(texts);
  const files = await readdir(folder, { recursive: true });
  const found = new Set<string>();
  for (const file of files.filter((name) => name.endsWith(ending)))
    for (const text of find(await readFile(join(folder, file)))) found.add(text);
  return [...found];
}

/** @throws RangeError for a text that is too short to be looked for */
export function finder(texts: readonly string[]): (bytes: Buffer) => ReadonlySet<string> {
  const bySum = new Map<number, Wanted[]>();
  const isMet = new Uint8Array(2 ** (32 - SHIFT));
  for (const text of texts) {
    const bytes = Buffer.from(text);
    if (bytes.length < HEAD) throw new RangeError(`${text} is too short`);
    let sum = 0;
    for (let at = 0; at < HEAD; at++) sum = (imul(sum, BASE) + bytes[at]!) | 0;
    isMet[sum >>> SHIFT] = 1;
    const others = bySum.get(sum);
    if (others) others.push({ text, bytes });
    else bySum.set(sum, [{ text, bytes }]);
  }
  return (bytes) => {
    const found = new Set<string>();
    let sum = 0;
    for (let end = 0; end < bytes.length; end++) {
      const gone = end < HEAD ? 0 : imul(bytes[end - HEAD]!, OUT);
      sum = (imul(sum, BASE) + bytes[end]! - gone) | 0;
      if (isMet[sum >>> SHIFT] === 0) continue;
      const from = end - HEAD + 1;
      for (const wanted of bySum.get(sum) ?? [])
        if (bytes.subarray(from, from + wanted.bytes.length).equals(wanted.bytes))
          found.add(wanted.text);
    }
    return found;
  };
}
