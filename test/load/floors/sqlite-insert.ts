import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from '../child.ts';
import type { Floor } from '../case.ts';

/** Characters of an issued record's event. */
const BYTES = 9_000;

/** Rows a second, durable in groups of `group`. */
export async function sqliteInsertFloor(folder: string, group = 64): Promise<Floor> {
  const own = await mkdtemp(join(folder, 'floor-'));
  const value = Number(
    await runToEnd('./processes/sqlite-insert.process', own, String(BYTES), String(group)),
  );
  await rm(own, { recursive: true });
  return { name: `durable SQLite insert, ${group} rows a commit`, value };
}
