import type { DatabaseSync } from 'node:sqlite';
import { prepared, type Operations } from '#sqlite';
import type { Owner, RecordName } from '../vault.ts';
import { unlock, vaultRow, wrapAnew } from './epochs.ts';
import { keep } from './keep.ts';
import { destroyOwner, subjectOf } from './owners.ts';
import { destroyRecord, recordKey, remember } from './records.ts';
import { allocate, claim } from './status-lists.ts';

export { schema } from './schema.ts';

/** All that is ever written to a vault's database, on the writer thread, each in the transaction of its group. */
export const operations = {
  vaultRow,
  unlock,
  wrapAnew,
  keep,
  subjectOf,
  recordKey,
  remember,
  allocate,
  claim,

  destroy(
    db: DatabaseSync,
    target: { readonly record: RecordName } | { readonly owner: Owner },
  ): void {
    if ('record' in target) destroyRecord(db, target.record);
    else destroyOwner(db, target.owner);
  },

  /** Never moves back: of two hubs that carry out erasures the slower one may report last. */
  erasuresDone(db: DatabaseSync, upTo: string): void {
    prepared(
      db,
      `UPDATE vault SET erasures_up_to = ?1
       WHERE erasures_up_to IS NULL OR erasures_up_to < ?1`,
    ).run(upTo);
  },
} satisfies Operations;
