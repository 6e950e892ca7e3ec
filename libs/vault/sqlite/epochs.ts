import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import { EpochKeys } from '../epoch-keys.ts';
import { newKey } from '../sealing.ts';
import { anew, unwrapDigestKey, wrapDigestKey } from '../wrapping.ts';
import { currentKey, epochKey, lendKeys } from './connection-keys.ts';

/** The vault's one row. The digest key is null until the vault was unlocked for the first time. */
export type VaultRow = {
  readonly id: string;
  readonly epoch: number;
  readonly digest_key: Uint8Array | null;
};

/** The vault's row; the first opening makes it. */
export function vaultRow(db: DatabaseSync): VaultRow {
  prepared(db, 'INSERT OR IGNORE INTO vault (only, id, epoch) VALUES (1, ?, 1)').run(randomUUID());
  return prepared(db, 'SELECT id, epoch, digest_key FROM vault').get() as VaultRow;
}

/**
 * Lends the epoch keys of `folder` to the writing connection and gives the key of all digests (32 bytes), drawn by the
 * first call. @throws StoreError STORE_KEY_MISSING if the folder lacks the key of the database's epoch.
 */
export function unlock(db: DatabaseSync, folder: string): Uint8Array {
  const { id, digest_key } = vaultRow(db);
  lendKeys(db, new EpochKeys(folder, id));
  const current = currentKey(db);
  if (digest_key) return new Uint8Array(unwrapDigestKey(current, digest_key).export());
  const key = newKey();
  prepared(db, 'UPDATE vault SET digest_key = ?').run(wrapDigestKey(current, key));
  return new Uint8Array(key.export());
}

/**
 * Puts the next epoch's key in the place of this one's: over every owner key, the digest key and every digest, in this
 * one transaction.
 */
export function wrapAnew(db: DatabaseSync, next: number): void {
  const { epoch, digest_key } = vaultRow(db);
  if (epoch === next || !digest_key) return;
  const under = anew(epochKey(db, epoch), epochKey(db, next));
  db.function('wrapped_anew', (key, controller, subject) =>
    under.ownerKey({ controller: String(controller), subject: String(subject) }, key as Uint8Array),
  );
  db.function('blinded_anew', (digest) => under.digest(digest as Uint8Array));
  db.exec('UPDATE owner SET key = wrapped_anew(key, controller, subject) WHERE key IS NOT NULL');
  db.exec('UPDATE identity SET digest = blinded_anew(digest)');
  db.exec('UPDATE lookup SET digest = blinded_anew(digest)');
  prepared(db, 'UPDATE vault SET epoch = ?, digest_key = ?').run(next, under.digestKey(digest_key));
}
