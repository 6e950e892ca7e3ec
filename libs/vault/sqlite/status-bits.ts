import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as others } from 'node:timers/promises';
import { prepared } from '#sqlite';
import {
  emptyWords,
  listState,
  marked,
  partsOf,
  type ListState,
  type WordRow,
} from '../status-bits.ts';
import { LIST_SIZE } from '../status-indices.ts';
import type { RecordName, StatusListName } from '../vault.ts';

/** A full list takes 50 ms to add up, and this is the thread that answers requests: in parts, it waits for each for 4 ms. */
const INDICES = 8_192;
const NAMES = 500;

const LIST = 'SELECT id, allocated FROM status_list WHERE issuer = ? AND number = ?';
const LISTS = `SELECT issuer, issuer || '-' || number AS list FROM status_list ORDER BY issuer, number`;
const WORDS = `
  SELECT position >> 5 AS word, sum(1 << (position & 31)) AS claimed,
    sum(CASE WHEN record IS NULL THEN 1 << (position & 31) ELSE 0 END) AS destroyed
  FROM status_claim WHERE list = ? AND position >= ? AND position < ? GROUP BY 1`;
/** From the names on: SQLite would rather look through the whole list for each. */
const POSITIONS = `
  SELECT position FROM json_each(?) CROSS JOIN record ON name = value
  CROSS JOIN status_claim ON record = record.id AND list = ?`;

export const listNames = (db: DatabaseSync): StatusListName[] =>
  prepared(db, LISTS)
    .all()
    .map(({ issuer, list }) => ({ issuer: String(issuer), list: String(list) }));

export type ReadList = {
  readonly state: ListState;
  /** The indices that these records have in the list. */
  indicesOf(records: readonly RecordName[]): Promise<Uint32Array>;
};

/** @returns undefined if there is no such list */
export async function readList(db: DatabaseSync, list: string): Promise<ReadList | undefined> {
  const { issuer, number } = partsOf(list);
  const row = prepared(db, LIST).get(issuer, number) as
    { readonly id: number; readonly allocated: Uint8Array } | undefined;
  if (!row) return undefined;
  const rows: WordRow[] = [];
  for (let from = 0; from < LIST_SIZE; from += INDICES) {
    // Sound: the columns are those of the statement.
    rows.push(...(prepared(db, WORDS).all(row.id, from, from + INDICES) as unknown as WordRow[]));
    await others();
  }
  return {
    state: listState(row.allocated, rows),
    async indicesOf(records) {
      const words = emptyWords();
      for (let from = 0; from < records.length; from += NAMES) {
        const names = JSON.stringify(records.slice(from, from + NAMES));
        const found = prepared(db, POSITIONS).all(names, row.id);
        marked(
          words,
          found.map(({ position }) => Number(position)),
        );
        await others();
      }
      return words;
    },
  };
}
