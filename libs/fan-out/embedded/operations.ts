import type { DatabaseSync } from 'node:sqlite';
import { ConcurrentWrite, StoreError } from '#kernel';
import { prepared } from '#sqlite';
import type { Message } from '../fan-out.ts';

/**
 * A row is a message that is not done. AUTOINCREMENT never gives an id twice, so "after this id" means the
 * same when the newest rows are gone.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS lane (
    state TEXT PRIMARY KEY, owner TEXT NOT NULL, position TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL, authority TEXT NOT NULL, key TEXT NOT NULL,
    event TEXT NOT NULL, lane_key TEXT NOT NULL, value TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_of_authority ON message (state, authority);
  CREATE INDEX IF NOT EXISTS message_of_key ON message (state, key, authority);
`;

export const operations = {
  /** Makes `owner` the lane's only publisher. */
  own(db: DatabaseSync, state: string, owner: string): void {
    prepared(
      db,
      `INSERT INTO lane (state, owner) VALUES (?, ?)
       ON CONFLICT (state) DO UPDATE SET owner = excluded.owner`,
    ).run(state, owner);
  },

  publish(
    db: DatabaseSync,
    state: string,
    owner: string,
    messages: readonly Message[],
    upTo: string,
    forget: readonly string[],
  ): void {
    const lane = prepared(db, 'SELECT owner, position FROM lane WHERE state = ?').get(state);
    if (lane?.['owner'] !== owner)
      throw new StoreError('STORE_FENCED', `lane ${state} has another owner`);
    if (lane['position'] !== null && upTo <= String(lane['position']))
      throw new ConcurrentWrite(`lane ${state} stands at ${lane['position']}, not below ${upTo}`);
    for (const key of forget)
      prepared(db, 'DELETE FROM message WHERE state = ? AND key = ?').run(state, key);
    for (const { authority, key, event, laneKey, value } of messages)
      prepared(
        db,
        `INSERT INTO message (state, authority, key, event, lane_key, value)
         VALUES (?, ?, ?, ?, ?, ?)`,
      ).run(state, authority, key, event, laneKey, value);
    prepared(db, 'UPDATE lane SET position = ? WHERE state = ?').run(upTo, state);
  },

  done(db: DatabaseSync, ids: readonly number[]): void {
    for (const id of ids) prepared(db, 'DELETE FROM message WHERE id = ?').run(id);
  },
};
