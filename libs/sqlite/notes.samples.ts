import type { DatabaseSync } from 'node:sqlite';
import { RuleBroken } from '#kernel';
import { prepared } from './operations.ts';

export const schema = `
  CREATE TABLE IF NOT EXISTS note (number INTEGER PRIMARY KEY, body BLOB) STRICT;
  CREATE TABLE IF NOT EXISTS answer (
    number INTEGER REFERENCES note (number) DEFERRABLE INITIALLY DEFERRED
  ) STRICT`;

/** Operations on notes, for the specs. */
export const operations = {
  write(db: DatabaseSync, body: Uint8Array): number {
    const { lastInsertRowid } = prepared(db, 'INSERT INTO note (body) VALUES (?)').run(body);
    return Number(lastInsertRowid);
  },

  writeAndRefuse(db: DatabaseSync, body: Uint8Array): void {
    operations.write(db, body);
    throw new RuleBroken('RULE_QUOTA', 'no more notes', { pointer: '/body', facts: { limit: 3 } });
  },

  /** Its foreign key is looked at when the transaction is to be committed. */
  answerNothing(db: DatabaseSync): void {
    db.exec('INSERT INTO answer VALUES (999)');
  },

  forget(db: DatabaseSync, number: number): void {
    prepared(db, 'DELETE FROM note WHERE number = ?').run(number);
  },

  /** Pages that the file may have, as a disk of limited room. */
  limit(db: DatabaseSync, pages: number): void {
    db.exec(`PRAGMA max_page_count = ${pages}`);
  },

  pragma: (db: DatabaseSync, name: string): unknown =>
    Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0],

  /** Keeps the thread busy for so many milliseconds. */
  pause: (_: DatabaseSync, milliseconds: number): void =>
    void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),

  endThread: (): void => process.exit(),
};
