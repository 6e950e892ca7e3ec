import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files at or below the paths that hold any of the texts, as UTF-8. */
export async function filesWith(
  paths: readonly string[],
  texts: readonly string[],
): Promise<string[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const found: string[] = [];
  for (const file of files) {
    const content = await readFile(file);
    if (texts.some((text) => content.includes(text))) found.push(file);
  }
  return found;
}

async function filesAt(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name));
}
