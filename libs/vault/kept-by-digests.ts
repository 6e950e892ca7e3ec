import type { KeyObject } from 'node:crypto';
import { identityDigest, lookupDigest } from './digests.ts';
import type { Keeping } from './vault.ts';

/** A `Keeping` as storage may see it: digests in place of values. */
export type KeptByDigests = {
  readonly controller: string;
  readonly owner: { readonly identity: Uint8Array } | { readonly subject: string };
  readonly values: readonly Uint8Array[];
  readonly claims: Keeping['claims'];
};

export const byDigests = (
  key: KeyObject,
  { controller, owner, values, claims }: Keeping,
): KeptByDigests => ({
  controller,
  owner: 'subject' in owner ? owner : { identity: identityDigest(key, controller, owner.identity) },
  values: values.map(({ kind, value }) => lookupDigest(key, kind, value)),
  claims,
});
