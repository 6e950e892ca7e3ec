import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '#sqlite';
import { blind } from '../digests.ts';
import type { EpochKey, EpochKeys } from '../epoch-keys.ts';

const lent = new WeakMap<DatabaseSync, EpochKeys>();

/**
 * Lets a connection use the epoch keys, and its SQL the function `blinded(digest, epoch)`: a statement that takes the
 * epoch from the same snapshot as the rows is right whenever a turn comes between.
 */
export function lendKeys(db: DatabaseSync, keys: EpochKeys): void {
  lent.set(db, keys);
  db.function('blinded', (digest, epoch) =>
    blind(keys.of(Number(epoch)).blinding, digest as Uint8Array),
  );
}

/** The key of one epoch. */
export function epochKey(db: DatabaseSync, epoch: number): EpochKey {
  const keys = lent.get(db);
  if (!keys) throw new Error('the vault is not unlocked');
  return keys.of(epoch);
}

/** The key of the epoch that the database stands at. */
export function currentKey(db: DatabaseSync): EpochKey {
  const { epoch } = prepared(db, 'SELECT epoch FROM vault').get() as { epoch: number };
  return epochKey(db, epoch);
}
