import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import type { Seen } from './tile-store.ts';

/**
 * Made from the store alone, and made again from it; but for `checkpoint`, which says what the store must still hold.
 * `own`: the events of the log's own stream, which are no leaves, with how many leaves stand before each.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS tile (
    level INTEGER NOT NULL, place INTEGER NOT NULL, hashes BLOB NOT NULL,
    PRIMARY KEY (level, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry (
    leaf INTEGER PRIMARY KEY, event TEXT NOT NULL, entry BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS entry_of_event ON entry (event);
  CREATE TABLE IF NOT EXISTS own (
    revision INTEGER PRIMARY KEY, leaves INTEGER NOT NULL, entry BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS grown (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, position TEXT NOT NULL,
    own INTEGER NOT NULL, own_hash BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoint (
    type TEXT PRIMARY KEY, revision INTEGER NOT NULL, checkpoint TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** What a crash takes from it grows again from the store. */
export const disposable = true;

/** Texts, one behind the other, and where each ends: they cross to the writer's thread as one. */
export type Texts = { readonly bytes: Uint8Array; readonly ends: readonly number[] };

/** What a batch of events adds: its leaves, every tile that grew by them, and events of the log's own stream. */
export type Growth = {
  /** Leaves after it. */
  readonly size: number;
  /** Up to which position the store was read. */
  readonly position: string;
  /** Ids of the leaves' events, and their entries. */
  readonly events: readonly string[];
  readonly entries: Texts;
  readonly tiles: readonly {
    readonly level: number;
    readonly index: number;
    readonly hashes: Uint8Array;
  }[];
  readonly own: readonly { readonly leaves: number; readonly entry: Uint8Array }[];
  /** Events of the log's own stream after it, and the hash over them. */
  readonly ownCount: number;
  readonly ownHash: Uint8Array;
};

export const operations = {
  grow(db: DatabaseSync, growth: Growth): void {
    const { size, position, events, entries, tiles, own, ownCount, ownHash } = growth;
    const insert = prepared(db, 'INSERT INTO entry (leaf, event, entry) VALUES (?, ?, ?)');
    for (const [at, event] of events.entries()) {
      const entry = entries.bytes.subarray(entries.ends[at - 1] ?? 0, entries.ends[at]);
      insert.run(size - events.length + at, event, entry);
    }
    for (const { level, index, hashes } of tiles)
      prepared(db, 'INSERT OR REPLACE INTO tile (level, place, hashes) VALUES (?, ?, ?)').run(
        level,
        index,
        hashes,
      );
    for (const [at, { leaves, entry }] of own.entries())
      prepared(db, 'INSERT INTO own (revision, leaves, entry) VALUES (?, ?, ?)').run(
        ownCount - own.length + at,
        leaves,
        entry,
      );
    prepared(
      db,
      'INSERT OR REPLACE INTO grown (one, size, position, own, own_hash) VALUES (1, ?, ?, ?, ?)',
    ).run(size, position, ownCount, ownHash);
  },

  remember(db: DatabaseSync, { type, revision, checkpoint }: Seen): void {
    prepared(
      db,
      'INSERT OR REPLACE INTO checkpoint (type, revision, checkpoint) VALUES (?, ?, ?)',
    ).run(type, revision, checkpoint);
  },

  /** To grow anew. What stood in the stream is remembered. */
  clear(db: DatabaseSync): void {
    for (const table of ['tile', 'entry', 'own', 'grown'])
      prepared(db, `DELETE FROM ${table}`).run();
  },
};
