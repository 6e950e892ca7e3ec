import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '#event-store';
import type { Instant } from '#kernel';
import { prepared } from '#sqlite';
import type { Row, RowChange, RowView, Table } from './row-view.ts';

/** How far the rows have come, and the latest recordedAt among the events they are made of. */
export type Checkpoint = {
  readonly position: Position | null;
  readonly recordedAt: Instant | null;
};

/** Part of a table. */
export type Range = {
  /** The key of the last row of the part before. */
  readonly after?: Row;
  readonly limit?: number;
};

export const disposable = true;

/** `definition` is the tables' SQL: rows made under another one are of another view. */
export const schema = `
  CREATE TABLE IF NOT EXISTS checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1), definition TEXT NOT NULL, position TEXT, recordedAt TEXT
  ) STRICT`;

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const list = (columns: readonly string[]): string => columns.map(name).join(', ');
const equal = (row: Row): string[] => Object.keys(row).map((column) => `${name(column)} IS ?`);

/** What rows are made under: those of another version or other tables are of another view. */
export const definitionOf = ({ version, tables }: Pick<RowView, 'version' | 'tables'>): string =>
  `-- version ${version}\n${tablesSql(tables)}`;

/**
 * The SQL that makes a view's tables. Rows lie in the order they came in, so that a rebuild appends them: by key, which is
 * random, each would touch a page of its own.
 */
export const tablesSql = (tables: { readonly [table: string]: Table }): string =>
  Object.entries(tables)
    .map(([table, description]) => tableSql(table, description))
    .join('\n');

function tableSql(table: string, { columns, key, indexes = [] }: Table): string {
  const described = Object.entries(columns).map(([column, kind]) => `${name(column)} ${kind}`);
  return [
    `CREATE TABLE ${name(table)} (${described.join(', ')}, PRIMARY KEY (${list(key)})) STRICT;`,
    ...indexes.map(
      (index) =>
        `CREATE INDEX ${name(`${table}_by_${index.join('_')}`)} ON ${name(table)} (${list(index)});`,
    ),
  ].join('\n');
}

/** The rows of `table` that equal `where`, in the order of their keys, after the one whose key is in `after`. */
export function select(
  db: DatabaseSync,
  table: string,
  key: readonly string[],
  where: Row,
  { after, limit = -1 }: Range,
): Row[] {
  const later = after && `(${list(key)}) > (${key.map(() => '?').join(', ')})`;
  const conditions = [...equal(where), ...(later ? [later] : [])].join(' AND ') || 'TRUE';
  const sql = `SELECT * FROM ${name(table)} WHERE ${conditions} ORDER BY ${list(key)} LIMIT ?`;
  const place = after ? key.map((column) => after[column] ?? null) : [];
  const rows = prepared(db, sql).all(...Object.values(where), ...place, limit);
  return rows.map((row) => ({ ...row }) as Row);
}

/** All rows of `table`, one after the other, in the order of their keys, with their columns by name. */
export function* ordered(
  db: DatabaseSync,
  table: string,
  { columns, key }: Table,
): Generator<Row, undefined> {
  const named = Object.keys(columns).toSorted();
  const sql = `SELECT ${list(named)} FROM ${name(table)} ORDER BY ${list(key)}`;
  for (const row of db.prepare(sql).iterate()) yield { ...row } as Row;
}

export const operations = {
  /** Keeps the rows and says how far they have come; or, if they were made under another definition, begins anew. */
  begin(db: DatabaseSync, definition: string, anew: boolean): Checkpoint {
    const row = db.prepare('SELECT definition, position, recordedAt FROM checkpoint').get();
    if (row?.['definition'] === definition && !anew)
      return { position: row['position'], recordedAt: row['recordedAt'] } as Checkpoint;
    const tables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'checkpoint'`;
    for (const table of db.prepare(tables).all())
      db.exec(`DROP TABLE ${name(String(table['name']))}`);
    db.exec(definition);
    db.prepare('INSERT OR REPLACE INTO checkpoint VALUES (1, ?, NULL, NULL)').run(definition);
    return { position: null, recordedAt: null };
  },

  /** Rows and checkpoint together, in the transaction of this call. */
  apply(db: DatabaseSync, changes: readonly RowChange[], checkpoint: Checkpoint): void {
    for (const change of changes) carryOut(db, change);
    const sql = 'UPDATE checkpoint SET position = ?, recordedAt = ?';
    prepared(db, sql).run(checkpoint.position, checkpoint.recordedAt);
  },
};

function carryOut(db: DatabaseSync, change: RowChange): void {
  const table = name(change.table);
  if ('put' in change) {
    const columns = Object.keys(change.put);
    const values = columns.map(() => '?').join(', ');
    const sql = `INSERT OR REPLACE INTO ${table} (${list(columns)}) VALUES (${values})`;
    prepared(db, sql).run(...Object.values(change.put));
    return;
  }
  const where = Object.values(change.where);
  if ('set' in change) {
    const assigned = Object.keys(change.set)
      .map((column) => `${name(column)} = ?`)
      .join(', ');
    const sql = `UPDATE ${table} SET ${assigned} WHERE ${equal(change.where).join(' AND ')}`;
    prepared(db, sql).run(...Object.values(change.set), ...where);
  } else {
    prepared(db, `DELETE FROM ${table} WHERE ${equal(change.where).join(' AND ')}`).run(...where);
  }
}
