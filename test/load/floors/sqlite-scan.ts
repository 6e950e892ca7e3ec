import { DatabaseSync } from 'node:sqlite';
import type { Floor } from '../case.ts';

/** Rows a second of a plain scan over the very file that a case reads. */
export function sqliteScanFloor(file: string): Floor {
  const database = new DatabaseSync(file, { readOnly: true });
  const scan = database.prepare('SELECT * FROM event ORDER BY position');
  scan.setReturnArrays(true);
  const start = performance.now();
  let rows = 0;
  for (const _ of scan.iterate()) rows++;
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return { name: 'SQLite scan of the same rows', value: rows / seconds };
}
