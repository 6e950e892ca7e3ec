import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#kernel';
import { prepared } from '#sqlite';
import type { Expected, InboxRow } from './inbox.ts';

/** What became of each delivery. No body: once a delivery is answered, its text is nowhere here. */
export const schema = `
  CREATE TABLE IF NOT EXISTS delivery (
    authority TEXT NOT NULL, event TEXT NOT NULL,
    stream TEXT, revision INTEGER,
    digest TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, until TEXT, time TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (authority, event)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS delivery_unconfirmed ON delivery (authority, time)
    WHERE confirmed = 0 AND outcome <> 'HELD';
  CREATE INDEX IF NOT EXISTS delivery_stopped ON delivery (authority, stream, revision)
    WHERE outcome IN ('PARKED', 'HELD');
`;

export const operations = {
  /** A row for the same delivery is replaced: a redrive has another outcome, to be confirmed anew. */
  record(db: DatabaseSync, row: InboxRow): void {
    prepared(
      db,
      `INSERT INTO delivery (authority, event, stream, revision, digest, outcome, reason, until, time)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (authority, event) DO UPDATE SET
         stream = excluded.stream, revision = excluded.revision, digest = excluded.digest,
         outcome = excluded.outcome, reason = excluded.reason, until = excluded.until,
         time = excluded.time, confirmed = 0`,
    ).run(
      row.authority,
      row.event,
      row.stream ?? null,
      row.revision ?? null,
      row.digest,
      row.outcome,
      row.reason ?? null,
      row.until ?? null,
      row.time,
    );
  },

  /** Without a digest: what it will say is not known yet. */
  expectAgain(
    db: DatabaseSync,
    authority: string,
    expected: readonly Expected[],
    time: Instant,
  ): void {
    for (const { event, stream, revision } of expected)
      prepared(
        db,
        `INSERT INTO delivery (authority, event, stream, revision, digest, outcome, time)
         VALUES (?, ?, ?, ?, '', 'HELD', ?)
         ON CONFLICT (authority, event) DO NOTHING`,
      ).run(authority, event, stream, revision, time);
  },

  /** Only rows that still say what was confirmed. */
  confirm(db: DatabaseSync, authority: string, rows: readonly Confirmed[]): void {
    for (const { event, outcome, time } of rows)
      prepared(
        db,
        `UPDATE delivery SET confirmed = 1
         WHERE authority = ? AND event = ? AND outcome = ? AND time = ?`,
      ).run(authority, event, outcome, time);
  },
};

type Confirmed = Pick<InboxRow, 'event' | 'outcome' | 'time'>;
