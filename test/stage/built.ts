import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const UP = join(import.meta.dirname, '..', '..');
const isSource = import.meta.filename.endsWith('.ts');
const ROOT = isSource ? UP : join(UP, '..');

/** A file of the built code, from the sources as from the built code itself: `built('apps/cli/main.js')`. */
export const built = (file: string): string => join(ROOT, 'dist', file);

/** What `npm start` tells Node about memory: `node <flags> dist/…`. */
export function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
