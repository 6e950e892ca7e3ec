import type { DatabaseSync } from 'node:sqlite';
import { RuleBroken } from '#kernel';
import { prepared } from '#sqlite';
import { newKey } from '../sealing.ts';
import { ERASED, type Erased, type Owner, type RecordName } from '../vault.ts';
import { unwrapRecordKey, wrapRecordKey } from '../wrapping.ts';
import { ownerKey, ownerRow, renewOwnerKey } from './owners.ts';

/** A row of `record`; a null key is a tombstone, a null owner that of a record never sealed here. */
export type RecordRow = {
  readonly id: number;
  readonly owner: number | null;
  readonly key: Uint8Array | null;
};

/** The record's own key, drawn when it is first asked for. @throws RuleBroken RULE_RECORD_ID_REUSED if it is another owner's. */
export function recordKey(db: DatabaseSync, name: RecordName, owner: Owner): Uint8Array | Erased {
  const record = findRecord(db, name);
  if (record && !record.key) return ERASED;
  const holder = ownerRow(db, owner);
  if (record?.key && record.owner !== holder.id)
    throw new RuleBroken('RULE_RECORD_ID_REUSED', `${name} is another owner's record`);
  if (!holder.key) return ERASED;
  const under = ownerKey(db, owner, holder.key);
  if (record?.key) return exported(unwrapRecordKey(under, name, record.key));
  const key = newKey();
  prepared(db, 'INSERT INTO record (name, owner, key) VALUES (?, ?, ?)').run(
    name,
    holder.id,
    wrapRecordKey(under, name, key),
  );
  return exported(key);
}

/** Nothing is remembered of a destroyed record. @throws RuleBroken RULE_RECORD_UNKNOWN if it was never sealed. */
export function remember(db: DatabaseSync, digest: Uint8Array, name: RecordName): void {
  const record = sealedRecord(db, name);
  if (record.key) rememberSealed(db, digest, record);
}

export function rememberSealed(db: DatabaseSync, digest: Uint8Array, record: RecordRow): void {
  prepared(
    db,
    'INSERT OR IGNORE INTO lookup (digest, record) SELECT blinded(?, epoch), ? FROM vault',
  ).run(digest, record.id);
}

/** Leaves the record's tombstone; what found it, and its status indices, lead nowhere. */
export function destroyRecord(db: DatabaseSync, name: RecordName): void {
  const record = findRecord(db, name);
  if (!record) prepared(db, 'INSERT INTO record (name) VALUES (?)').run(name);
  if (!record?.key) return;
  prepared(db, 'DELETE FROM lookup WHERE record = ?').run(record.id);
  prepared(db, 'UPDATE status_claim SET record = NULL WHERE record = ?').run(record.id);
  prepared(db, 'UPDATE record SET key = NULL WHERE id = ?').run(record.id);
  if (record.owner !== null) renewOwnerKey(db, record.owner);
}

/** @throws RuleBroken RULE_RECORD_UNKNOWN if it was never sealed: what is kept for it could not be found at its owner's erasure. */
export function sealedRecord(db: DatabaseSync, name: RecordName): RecordRow {
  const record = findRecord(db, name);
  if (!record) throw new RuleBroken('RULE_RECORD_UNKNOWN', `${name} was never sealed`);
  return record;
}

const findRecord = (db: DatabaseSync, name: RecordName): RecordRow | undefined =>
  prepared(db, 'SELECT id, owner, key FROM record WHERE name = ?').get(name) as
    RecordRow | undefined;

/** In a buffer of its own: the message to the calling thread carries 32 bytes, not the slab they were in. */
const exported = (key: ReturnType<typeof newKey>): Uint8Array => new Uint8Array(key.export());
