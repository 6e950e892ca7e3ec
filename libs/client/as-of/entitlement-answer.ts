import { activeVersions, type Grant } from '#contracts';
import { route } from '#exchange';
import { stateOf, type ClaimPath, type GrantReference } from '#kernel';
import { membership, type MembershipStatus } from '#participants';
import { directoryOf } from '../history/grounds.ts';
import type { Facts } from './facts.ts';
import type { Moments } from './questions.ts';

export type EntitlementAnswer = {
  /** Of the issuer's state: only a member's new records are taken in. */
  readonly membership: MembershipStatus | 'NOT_ADMITTED';
  /** Every grant of the issuer that was in force. */
  readonly grants: readonly (GrantReference & {
    readonly hash: string;
    readonly to: Grant['to'];
    /** Whom it lets have such a record; none where it lets a role ask. */
    readonly authorities: readonly string[];
    readonly purpose: string;
    readonly claims: readonly ClaimPath[];
    readonly includeUnfavourable?: Grant['includeUnfavourable'];
  })[];
};

/** Who was entitled to what of an issuer's records of a type: what a push at `validAt` would have been routed by. */
export function entitlementAnswer(
  issuer: string,
  recordType: string,
  { trust, contracts }: Facts,
  { validAt }: Moments,
): EntitlementAnswer {
  const active = activeVersions(contracts, validAt);
  const { to } = route({ issuer, recordType }, active, directoryOf(trust));
  const authorities = ({ contract, version, grant }: GrantReference) =>
    to
      .filter(({ grants }) =>
        grants.some(
          (one) => one.contract === contract && one.version === version && one.grant === grant,
        ),
      )
      .map(({ authority }) => authority);
  return {
    membership: membership(trust, stateOf(issuer), validAt) ?? 'NOT_ADMITTED',
    grants: active.flatMap(({ contract, version, hash, document }) =>
      document.grants.flatMap((granted, grant) => {
        if (granted.from !== issuer || granted.recordType !== recordType) return [];
        const { to: whom, purpose, claims, includeUnfavourable } = granted;
        const reference = { contract, version, grant };
        return {
          ...{ ...reference, hash, to: whom, authorities: authorities(reference) },
          ...{ purpose, claims },
          ...(includeUnfavourable && { includeUnfavourable }),
        };
      }),
    ),
  };
}
