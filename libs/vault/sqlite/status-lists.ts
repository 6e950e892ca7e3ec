import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import { draw, emptyList, isAllocated } from '../status-indices.ts';
import type { Keeping, RecordName } from '../vault.ts';
import { sealedRecord, type RecordRow } from './records.ts';

type ListRow = {
  readonly id: number;
  readonly number: number;
  readonly allocated: Uint8Array;
};

/** Draws from the issuer's newest list, or from a new one if that has too few free indices. */
export function allocate(
  db: DatabaseSync,
  issuer: string,
  count: number,
): { list: string; indices: number[] } {
  const newest = prepared(
    db,
    'SELECT id, number, allocated FROM status_list WHERE issuer = ? ORDER BY number DESC LIMIT 1',
  ).get(issuer) as ListRow | undefined;
  const indices = newest && draw(newest.allocated, count);
  if (indices) {
    prepared(db, 'UPDATE status_list SET allocated = ? WHERE id = ?').run(
      newest.allocated,
      newest.id,
    );
    return { list: `${issuer}-${newest.number}`, indices };
  }
  const number = (newest?.number ?? 0) + 1;
  const allocated = emptyList();
  const first = draw(allocated, count);
  if (!first) throw new RangeError(`${count} indices are more than a list has`);
  prepared(db, 'INSERT INTO status_list (issuer, number, allocated) VALUES (?, ?, ?)').run(
    issuer,
    number,
    allocated,
  );
  return { list: `${issuer}-${number}`, indices: first };
}

/** True if the index is the record's, now or already. @throws RuleBroken RULE_RECORD_UNKNOWN if it was never sealed. */
export function claim(
  db: DatabaseSync,
  issuer: string,
  list: string,
  index: number,
  name: RecordName,
): boolean {
  return claimSealed(db, { issuer, list, index }, sealedRecord(db, name));
}

export function claimSealed(
  db: DatabaseSync,
  { issuer, list, index }: Keeping['claims'][number],
  record: RecordRow,
): boolean {
  // One byte of the list: all of it would be 16 KiB for each claim.
  const found = prepared(
    db,
    `SELECT id, substr(allocated, ?, 1) AS byte FROM status_list
     WHERE issuer = ? AND issuer || '-' || number = ?`,
  ).get((index >> 3) + 1, issuer, list) as { id: number; byte: Uint8Array } | undefined;
  if (!record.key || !found || index < 0 || !isAllocated(found.byte, index & 7)) return false;
  const holder = prepared(
    db,
    'SELECT record FROM status_claim WHERE list = ? AND position = ?',
  ).get(found.id, index) as { record: number | null } | undefined;
  if (holder) return holder.record === record.id;
  prepared(db, 'INSERT INTO status_claim (list, position, record) VALUES (?, ?, ?)').run(
    found.id,
    index,
    record.id,
  );
  return true;
}
