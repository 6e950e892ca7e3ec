import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The checkout that is tested. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** A file of a tree: its path and its text. */
export type File = readonly [path: string, text: string];

/** Writes the files into a new temporary folder and says where it is. */
export function plant(files: readonly File[]): string {
  const root = mkdtempSync(join(tmpdir(), 'eurasec-planted-'));
  for (const [path, text] of files) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs a package's command as `npm run check` does, in `folder`, and gives what it printed as JSON. */
export async function check(folder: string, command: string, options: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', command), ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
