import { DatabaseSync } from 'node:sqlite';
import { checksumOf } from '#event-store/sqlite';
import type { Chance } from '../chance.ts';

/** An event's row, as it lies in the file. */
export type StoredRow = {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly metadata: Buffer;
  readonly data: Buffer;
};

/** The rows of a store's file, in order, their texts as bytes. */
export function readRows(file: string): readonly StoredRow[] {
  const db = new DatabaseSync(file);
  const rows = db
    .prepare(
      `SELECT stream, revision, id, type, CAST(metadata AS BLOB) AS metadata, CAST(data AS BLOB) AS data
       FROM event ORDER BY position`,
    )
    .all();
  db.close();
  return rows.map((row) => ({
    ...(row as unknown as StoredRow),
    metadata: Buffer.from(row['metadata'] as Uint8Array),
    data: Buffer.from(row['data'] as Uint8Array),
  }));
}

/** Writes other rows into the file, whatever they are: positions from 1 on, indexes and checksums as they must be. */
export function writeRows(file: string, rows: readonly StoredRow[]): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN; DELETE FROM event');
  const insert = db.prepare(
    `INSERT INTO event (stream, revision, id, type, metadata, data, checksum)
     VALUES (?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), ?)`,
  );
  for (const row of rows) {
    const { stream, revision, id, type, metadata, data } = row;
    const texts = { ...row, metadata: metadata.toString(), data: data.toString() };
    insert.run(stream, revision, id, type, metadata, data, checksumOf(texts));
  }
  db.exec('COMMIT');
  db.close();
}

/** With the revisions that their places give: so that a hole does not show by its number. */
export function renumbered(rows: readonly StoredRow[]): readonly StoredRow[] {
  const next = new Map<string, number>();
  return rows.map((row) => {
    const revision = next.get(row.stream) ?? 0;
    next.set(row.stream, revision + 1);
    return { ...row, revision };
  });
}

/** A bit within an event's texts, as they lie in the file's bytes. */
export function bitOfEvent(
  bytes: Buffer,
  rows: readonly StoredRow[],
  chance: Chance,
): { readonly bit: number; readonly row: StoredRow } {
  for (;;) {
    const row = chance.of(rows);
    const text = chance.of([row.data, row.metadata]);
    const from = chance.between(0, Math.max(0, text.length - PIECE));
    const piece = text.subarray(from, from + PIECE);
    const at = bytes.indexOf(piece);
    // Texts of a long event are cut by pages, and some stand in several.
    if (at >= 0 && bytes.indexOf(piece, at + 1) < 0)
      return { bit: at * 8 + chance.between(0, PIECE * 8 - 1), row };
  }
}

const PIECE = 24;
