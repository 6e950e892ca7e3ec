import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { HubError } from '#kernel';
import { parseJson } from '#signing';
import type { Io } from './io.ts';
import { UsageError } from './failure.ts';

const MOST_BYTES = 8 * 1024 * 1024;

/** A whole file, or standard input for `-`. */
export async function readText(file: string, io: Io): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8');
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON in a file, read as strictly as the hub reads it. @throws UsageError with what is wrong, never with what it holds */
export async function readJson(file: string, io: Io): Promise<unknown> {
  const text = await readText(file, io);
  try {
    return parseJson(text, { bytes: MOST_BYTES });
  } catch (error) {
    if (error instanceof HubError)
      throw new UsageError(`${file} is not usable JSON (${error.code}).`);
    throw error;
  }
}

export const jsonFile = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Writes a new file; one that is there stays as it is. */
export const writeNew = (file: string, text: string): Promise<void> =>
  writeFile(file, text, { flag: 'wx', mode: 0o600 });

/** A file that could not be written to its end is taken away: half of it would look like all. */
export async function toNewFile(
  file: string,
  write: (print: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await write((text) => handle.appendFile(text));
    await handle.sync();
  } catch (error) {
    await rm(file);
    throw error;
  } finally {
    await handle.close();
  }
}
