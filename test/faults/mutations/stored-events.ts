import { DatabaseSync } from 'node:sqlite';

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

/** Writes other rows into the file, whatever they are: positions from 1 on, indexes as they must be. */
export function writeRows(file: string, rows: readonly StoredRow[]): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN; DELETE FROM event');
  const insert = db.prepare(
    `INSERT INTO event (stream, revision, id, type, metadata, data)
     VALUES (?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT))`,
  );
  for (const { stream, revision, id, type, metadata, data } of rows)
    insert.run(stream, revision, id, type, metadata, data);
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
