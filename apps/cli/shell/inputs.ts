import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inputLines, type PushLine } from '#client';
import { UsageError } from './failure.ts';
import type { Io } from './io.ts';

/** A record with all that travels beside it has 650 KiB at most; what is longer is none. */
const LONGEST_LINE = 1024 * 1024;

/** Receipts lie beside what was pushed. */
export const RECEIPTS = '.receipts.ndjson';

/** Something to push: `-`, a file, or the files of a folder in the order of their names. */
export async function inputsIn(path: string): Promise<readonly string[]> {
  if (path === '-' || !(await stat(path)).isDirectory()) return [path];
  const files = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(json|ndjson|jsonl)$/.test(entry.name))
    .filter(({ name }) => !name.endsWith(RECEIPTS))
    .map(({ name }) => join(path, name))
    .sort();
  if (files.length > 0) return files;
  throw new UsageError(`${path} has no files to push (.json, .ndjson, .jsonl).`);
}

/** A `.json` file is one document, laid out as one likes; every other one holds a document a line. */
export async function* linesOf(file: string, io: Io): AsyncGenerator<PushLine> {
  if (file.endsWith('.json'))
    yield { line: 1, text: onOneLine(file, await readFile(file, 'utf8')) };
  else yield* inputLines(file === '-' ? io.stdin : createReadStream(file), LONGEST_LINE);
}

/** How many documents there are; unknown for standard input, which can be read once only. */
export async function countLines(file: string, io: Io): Promise<number | undefined> {
  if (file === '-') return undefined;
  let count = 0;
  for await (const _ of linesOf(file, io)) count += 1;
  return count;
}

function onOneLine(file: string, text: string): string | null {
  if (text.length > LONGEST_LINE) return null;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new UsageError(
      `${file} is not JSON. A file with a document on each line ends in .ndjson.`,
    );
  }
}
