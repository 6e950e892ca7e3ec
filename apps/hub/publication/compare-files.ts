import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './published-files.ts';

/** Written by people, for people. */
const BY_HAND = ['README.md'];

/** A file that is not as the code would make it. */
export type Difference = {
  readonly path: string;
  readonly is: 'missing' | 'stale' | 'superfluous';
};

/** What a folder holds. */
export async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => !BY_HAND.includes(path));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
    ),
  );
}

export function differences(found: Files, made: Files): readonly Difference[] {
  const all = [...new Set([...made.keys(), ...found.keys()])].sort();
  return all.flatMap((path) => {
    const is = !found.has(path) ? 'missing' : !made.has(path) ? 'superfluous' : 'stale';
    return found.get(path) === made.get(path) ? [] : [{ path, is }];
  });
}

/** Makes a folder hold exactly these files, and what was written by hand. */
export async function replaceFiles(folder: string, found: Files, made: Files): Promise<void> {
  for (const { path, is } of differences(found, made)) {
    if (is === 'superfluous') await rm(join(folder, path));
    if (is === 'superfluous') continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), made.get(path)!);
  }
}
