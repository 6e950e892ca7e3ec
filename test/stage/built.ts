import { join } from 'node:path';

const UP = join(import.meta.dirname, '..', '..');

/** A file of the built code, from the sources as from the built code itself: `built('apps/cli/main.js')`. */
export const built = (file: string): string =>
  import.meta.filename.endsWith('.ts') ? join(UP, 'dist', file) : join(UP, file);
