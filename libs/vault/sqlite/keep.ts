import type { DatabaseSync } from 'node:sqlite';
import { RuleBroken } from '#kernel';
import type { KeptByDigests } from '../kept-by-digests.ts';
import { ERASED, type Erased, type RecordName } from '../vault.ts';
import { subjectOf } from './owners.ts';
import { recordKey, rememberSealed, sealedRecord } from './records.ts';
import { claimSealed } from './status-lists.ts';

/** Everything about one record in the savepoint of one call: all of it is kept, or nothing. */
export function keep(
  db: DatabaseSync,
  name: RecordName,
  { controller, owner, values, claims }: KeptByDigests,
): { readonly subject: string; readonly key: Uint8Array } | Erased {
  const subject = 'subject' in owner ? owner.subject : subjectOf(db, owner.identity, controller);
  const key = recordKey(db, name, { controller, subject });
  if (key === ERASED) return ERASED;
  const record = sealedRecord(db, name);
  for (const digest of values) rememberSealed(db, digest, record);
  for (const [at, claim] of claims.entries())
    if (!claimSealed(db, claim, record))
      throw new RuleBroken('RULE_STATUS_INDEX_SPENT', `the index is not free for ${name}`, {
        pointer: `/${at}`,
      });
  return { subject, key };
}
