import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import type { Seen } from './tile-store.ts';

/** Made from the store alone, and made again from it; but for `checkpoint`, which says what the store must still hold. */
export const schema = `
  CREATE TABLE IF NOT EXISTS tile (
    level INTEGER NOT NULL, place INTEGER NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (level, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry (
    leaf INTEGER PRIMARY KEY, event TEXT NOT NULL, entry BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS entry_of_event ON entry (event);
  CREATE TABLE IF NOT EXISTS grown (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, position TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoint (
    type TEXT PRIMARY KEY, revision INTEGER NOT NULL, checkpoint TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** What a crash takes from it grows again from the store. */
export const disposable = true;

/** What a batch of events adds: its leaves from `size` on, and every tile that grew by them. */
export type Growth = {
  readonly size: number;
  /** Up to which position the store was read. */
  readonly position: string;
  readonly leaves: readonly { readonly event: string; readonly entry: Uint8Array }[];
  readonly tiles: readonly {
    readonly level: number;
    readonly index: number;
    readonly hashes: Uint8Array;
  }[];
};

export const operations = {
  grow(db: DatabaseSync, { size, position, leaves, tiles }: Growth): void {
    for (const [at, { event, entry }] of leaves.entries())
      prepared(db, 'INSERT INTO entry (leaf, event, entry) VALUES (?, ?, ?)').run(
        size + at,
        event,
        entry,
      );
    for (const { level, index, hashes } of tiles)
      prepared(db, 'INSERT OR REPLACE INTO tile (level, place, hashes) VALUES (?, ?, ?)').run(
        level,
        index,
        hashes,
      );
    prepared(db, 'INSERT OR REPLACE INTO grown (one, size, position) VALUES (1, ?, ?)').run(
      size + leaves.length,
      position,
    );
  },

  remember(db: DatabaseSync, { type, revision, checkpoint }: Seen): void {
    prepared(
      db,
      'INSERT OR REPLACE INTO checkpoint (type, revision, checkpoint) VALUES (?, ?, ?)',
    ).run(type, revision, checkpoint);
  },

  /** To grow anew. What stood in the stream is remembered. */
  clear(db: DatabaseSync): void {
    for (const table of ['tile', 'entry', 'grown']) prepared(db, `DELETE FROM ${table}`).run();
  },
};
