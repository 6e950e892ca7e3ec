import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import type { RefusedCheckpoint, SeenHead } from './witness-memory.ts';

/** What the witness has cosigned last of each log, and what it was shown that contradicts: evidence, so never deleted. */
export const schema = `
  CREATE TABLE IF NOT EXISTS head (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS refused (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    note TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (origin, size, root)
  ) STRICT, WITHOUT ROWID;
`;

export const operations = {
  /** Moves from one head to the next; false if it stands elsewhere, and nothing was written. */
  advance(db: DatabaseSync, from: SeenHead | undefined, to: SeenHead): boolean {
    const now = prepared(db, 'SELECT size, root FROM head WHERE origin = ?').get(to.origin);
    const isThere = from
      ? now?.['size'] === from.size && Buffer.from(from.root).equals(now['root'] as Uint8Array)
      : now === undefined;
    if (!isThere) return false;
    prepared(
      db,
      `INSERT INTO head (origin, size, root, note) VALUES (?, ?, ?, ?)
       ON CONFLICT (origin) DO UPDATE SET
         size = excluded.size, root = excluded.root, note = excluded.note`,
    ).run(to.origin, to.size, to.root, to.note);
    return true;
  },

  /** The same checkpoint shown again is kept once. */
  refuse(db: DatabaseSync, { origin, size, root, note, reason, at }: RefusedCheckpoint): void {
    prepared(
      db,
      `INSERT INTO refused (origin, size, root, note, reason, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ).run(origin, size, root, note, reason, at);
  },
};
