import type { DatabaseSync } from 'node:sqlite';
import { prepared } from './operations.ts';

export const schema =
  'CREATE TABLE IF NOT EXISTS note (number INTEGER PRIMARY KEY, text TEXT) STRICT';

/** Operations of a table of notes, for the specs. */
export const operations = {
  write(db: DatabaseSync, text: string): number {
    const { lastInsertRowid } = prepared(db, 'INSERT INTO note (text) VALUES (?)').run(text);
    return Number(lastInsertRowid);
  },
};
