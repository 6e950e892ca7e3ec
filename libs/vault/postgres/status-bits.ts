import {
  emptyWords,
  listState,
  marked,
  partsOf,
  type ListState,
  type WordRow,
} from '../status-bits.ts';
import type { RecordName, StatusListName } from '../vault.ts';
import { statement, type Read } from './database.ts';

const LISTS = statement(
  'lists',
  `SELECT issuer, issuer || '-' || number AS list FROM status_list ORDER BY issuer, number`,
);
const LIST = statement(
  'list-state',
  'SELECT id, allocated FROM status_list WHERE issuer = $1 AND number = $2',
);
const WORDS = statement(
  'list-words',
  `SELECT position >> 5 AS word, sum(1::bigint << (position & 31)) AS claimed,
     coalesce(sum(1::bigint << (position & 31)) FILTER (WHERE record IS NULL), 0) AS destroyed
   FROM status_claim WHERE list = $1 GROUP BY 1`,
);
const POSITIONS = statement(
  'list-positions',
  `SELECT position FROM unnest($1::text[]) AS asked (name) JOIN record USING (name)
   JOIN status_claim ON status_claim.record = record.id AND status_claim.list = $2`,
);

export const listNames = (read: Read): Promise<StatusListName[]> => read<StatusListName>(LISTS());

/** What a list is made of, and the indices that two kinds of records have in it; undefined if there is no such list. */
export async function readList(
  read: Read,
  list: string,
  withdrawn: readonly RecordName[],
  unknown: readonly RecordName[],
): Promise<
  | {
      readonly state: ListState;
      readonly withdrawn: Uint32Array;
      readonly unknown: Uint32Array;
    }
  | undefined
> {
  const { issuer, number } = partsOf(list);
  const [row] = await read<{ id: string; allocated: Uint8Array }>(LIST(issuer, number));
  if (!row) return undefined;
  const indicesOf = async (records: readonly RecordName[]): Promise<Uint32Array> => {
    const rows =
      records.length === 0 ? [] : await read<{ position: number }>(POSITIONS(records, row.id));
    return marked(
      emptyWords(),
      rows.map(({ position }) => position),
    );
  };
  const [words, ...indices] = await Promise.all([
    read<WordRow>(WORDS(row.id)),
    indicesOf(withdrawn),
    indicesOf(unknown),
  ]);
  return {
    state: listState(row.allocated, words),
    withdrawn: indices[0],
    unknown: indices[1],
  };
}
