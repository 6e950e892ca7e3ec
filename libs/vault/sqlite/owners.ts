import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import { newKey } from '../sealing.ts';
import type { Owner } from '../vault.ts';
import { unwrapOwnerKey, unwrapRecordKey, wrapOwnerKey, wrapRecordKey } from '../wrapping.ts';
import { currentKey } from './connection-keys.ts';

/** A row of `owner`; a null key is a tombstone. */
export type OwnerRow = Owner & { readonly id: number; readonly key: Uint8Array | null };

/** The subject that this digest leads to; a new one with a key of its own if it leads to none. */
export function subjectOf(db: DatabaseSync, digest: Uint8Array, controller: string): string {
  const known = prepared(
    db,
    `SELECT subject FROM vault
     CROSS JOIN identity ON digest = blinded(?, epoch) JOIN owner ON owner.id = owner`,
  ).get(digest) as { subject: string } | undefined;
  if (known) return known.subject;
  const { id, subject } = ownerRow(db, { controller, subject: randomUUID() });
  prepared(db, 'INSERT INTO identity (digest, owner) SELECT blinded(?, epoch), ? FROM vault').run(
    digest,
    id,
  );
  return subject;
}

/** The owner's row; made, with a new key, if there is none. */
export function ownerRow(db: DatabaseSync, owner: Owner): OwnerRow {
  return findOwner(db, owner) ?? insertOwner(db, owner, wrapped(db, owner));
}

/** Unwraps record keys. @throws StoreError STORE_CORRUPT if the wrapping was altered. */
export const ownerKey = (db: DatabaseSync, owner: Owner, key: Uint8Array) =>
  unwrapOwnerKey(currentKey(db), owner, key);

/**
 * Wraps what is left of an owner's records under a new key. An earlier copy of the database still holds a destroyed
 * record's key, wrapped by the owner's: that one must not be among the keys that are left.
 */
export function renewOwnerKey(db: DatabaseSync, id: number): void {
  const owner = prepared(db, 'SELECT * FROM owner WHERE id = ?').get(id) as OwnerRow;
  if (!owner.key) return;
  const [before, after] = [ownerKey(db, owner, owner.key), newKey()];
  const records = prepared(
    db,
    'SELECT id, name, key FROM record WHERE owner = ? AND key IS NOT NULL',
  ).all(id) as { id: number; name: string; key: Uint8Array }[];
  for (const { id: record, name, key } of records) {
    const renewed = wrapRecordKey(after, name, unwrapRecordKey(before, name, key));
    prepared(db, 'UPDATE record SET key = ? WHERE id = ?').run(renewed, record);
  }
  prepared(db, 'UPDATE owner SET key = ? WHERE id = ?').run(wrapped(db, owner, after), id);
}

/** Leaves tombstones of the owner and of every record; what found them, and their status indices, lead nowhere. */
export function destroyOwner(db: DatabaseSync, owner: Owner): void {
  const { id } = findOwner(db, owner) ?? insertOwner(db, owner, null);
  prepared(db, 'UPDATE owner SET key = NULL WHERE id = ?').run(id);
  prepared(db, 'DELETE FROM identity WHERE owner = ?').run(id);
  prepared(db, 'DELETE FROM lookup WHERE record IN (SELECT id FROM record WHERE owner = ?)').run(
    id,
  );
  prepared(
    db,
    `UPDATE status_claim SET record = NULL
     WHERE record IN (SELECT id FROM record WHERE owner = ?)`,
  ).run(id);
  prepared(db, 'UPDATE record SET key = NULL WHERE owner = ?').run(id);
}

const findOwner = (db: DatabaseSync, { controller, subject }: Owner): OwnerRow | undefined =>
  prepared(db, 'SELECT * FROM owner WHERE controller = ? AND subject = ?').get(
    controller,
    subject,
  ) as OwnerRow | undefined;

function insertOwner(db: DatabaseSync, owner: Owner, key: Uint8Array | null): OwnerRow {
  const { controller, subject } = owner;
  const { lastInsertRowid } = prepared(
    db,
    'INSERT INTO owner (controller, subject, key) VALUES (?, ?, ?)',
  ).run(controller, subject, key);
  return { id: Number(lastInsertRowid), controller, subject, key };
}

const wrapped = (db: DatabaseSync, owner: Owner, key = newKey()): Uint8Array =>
  wrapOwnerKey(currentKey(db), owner, key);
