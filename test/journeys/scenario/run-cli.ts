import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { built } from '../../stage/built.ts';

export type CliRun = { readonly code: number; readonly out: string; readonly err: string };

/** Runs `eurasec` as a person would, in a folder. */
export const runCli = (folder: string, ...words: readonly string[]): Promise<CliRun> =>
  runCliWith({}, folder, ...words);

export async function runCliWith(
  environment: Readonly<Record<string, string>>,
  folder: string,
  ...words: readonly string[]
): Promise<CliRun> {
  const child = spawn(process.execPath, [built('apps/cli/main.js'), ...words], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, out, err };
}
