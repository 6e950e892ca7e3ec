import { activeVersions } from '#contracts';
import { sealedPaths, type RecordType, type SealFor } from '#credentials';
import { grantsSealed, route } from '#exchange';
import { stateOf, type Instant } from '#kernel';
import {
  authoritiesWith,
  authority,
  keyActive,
  type Role,
  type TrustedKey,
  type TrustList,
} from '#participants';
import type { Knowledge } from '../knowledge.ts';

/**
 * To whom an issuer seals which S5 claims of a record: to every authority that a contract in force grants them to,
 * under the `encryption` key that is endorsed for it. Without a grant, to nobody.
 */
export function sealFor(
  { trust, contracts }: Pick<Knowledge, 'trust' | 'contracts'>,
  { issuer, type }: { readonly issuer: string; readonly type: RecordType },
  at: Instant,
): readonly SealFor[] {
  const active = activeVersions(contracts, at);
  const { to } = route({ issuer, recordType: type.name }, active, {
    authority: (id) => authority(trust, id),
    authoritiesWith: (state, role) =>
      authoritiesWith(trust, state, role as Role).map(({ id }) => id),
  });
  return to.flatMap(({ authority: recipient, grants }) => {
    const key = encryptionKey(trust, recipient, at);
    const granted = grants.flatMap(
      ({ contract, grant }) =>
        active.find((one) => one.contract === contract)?.document.grants[grant] ?? [],
    );
    const paths = key ? sealedPaths(type).filter((path) => grantsSealed(granted, path)) : [];
    return paths.map((path) => ({ path, to: recipient, kid: key!.kid, jwk: key!.jwk }));
  });
}

/** The one that was endorsed last. */
const encryptionKey = (trust: TrustList, holder: string, at: Instant): TrustedKey | undefined =>
  [...(trust.states.get(stateOf(holder))?.keys.values() ?? [])].findLast(
    (key) => key.holder === holder && keyActive(key, 'encryption', at),
  );
