import type { KeyObject } from 'node:crypto';
import { RuleBroken } from '#kernel';
import type { KeptByDigests } from '../kept-by-digests.ts';
import { ERASED, type Erased, type Owner, type RecordName } from '../vault.ts';
import type { Decision, Read } from './database.ts';
import { Draft, type Claim } from './draft.ts';
import type { Epochs } from './epochs.ts';
import type { Outcome } from './gathering.ts';
import { load, type Needs } from './loading.ts';
import { writesOf } from './storing.ts';

/** A call that only adds: what it has to know, and what it makes of that. */
export type AddingCall<Result> = {
  readonly needs: Needs;
  readonly add: (draft: Draft) => Result;
};

/** Everything about one record: all of it is kept, or nothing. */
export const keep = (
  name: RecordName,
  { controller, owner, values, claims }: KeptByDigests,
): AddingCall<{ readonly subject: string; readonly key: KeyObject } | Erased> => ({
  needs: {
    records: [name],
    claims,
    ...('subject' in owner
      ? { owners: [{ controller, subject: owner.subject }] }
      : { identities: [owner.identity] }),
  },
  add: (draft) => {
    const holder =
      'subject' in owner
        ? draft.named({ controller, subject: owner.subject })
        : draft.identified(controller, owner.identity);
    const key = draft.recordKey(name, holder);
    if (key === ERASED) return ERASED;
    for (const digest of values) draft.remember(digest, name);
    for (const [at, claimed] of claims.entries())
      if (!draft.claim(claimed, name))
        throw new RuleBroken('RULE_STATUS_INDEX_SPENT', `the index is not free for ${name}`, {
          pointer: `/${at}`,
        });
    return { subject: holder.subject, key };
  },
});

export const subjectOf = (controller: string, digest: Uint8Array): AddingCall<string> => ({
  needs: { identities: [digest] },
  add: (draft) => draft.identified(controller, digest).subject,
});

export const recordKey = (name: RecordName, owner: Owner): AddingCall<KeyObject | Erased> => ({
  needs: { records: [name], owners: [owner] },
  add: (draft) => draft.recordKey(name, draft.named(owner)),
});

export const remember = (digest: Uint8Array, name: RecordName): AddingCall<void> => ({
  needs: { records: [name] },
  add: (draft) => draft.remember(digest, name),
});

export const claim = (claimed: Claim, name: RecordName): AddingCall<boolean> => ({
  needs: { records: [name], claims: [claimed] },
  add: (draft) => draft.claim(claimed, name),
});

/** Many calls, one after the other, in one transaction of two round trips. What one may not do does not hinder the others. */
export async function addAll(
  read: Read,
  epochs: Epochs,
  calls: readonly AddingCall<unknown>[],
): Promise<Decision<Outcome<unknown>[]>> {
  const needs = calls.map((call) => call.needs);
  const loaded = await load(read, epochs, {
    identities: needs.flatMap(({ identities = [] }) => identities),
    owners: needs.flatMap(({ owners = [] }) => owners),
    records: needs.flatMap(({ records = [] }) => records),
    claims: needs.flatMap(({ claims = [] }) => claims),
  });
  const draft = new Draft(loaded);
  const result = calls.map(({ add }) => outcome(() => draft.whole(add)));
  return { result, writes: writesOf(draft, epochs) };
}

function outcome<Result>(call: () => Result): Outcome<Result> {
  try {
    const result = call();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
