import type { IssuedRecord } from '#certificates';
import type { StoredEvent } from '#event-store';
import type { Directory } from '#exchange';
import { milliseconds, stateOf, type Instant } from '#kernel';
import {
  authoritiesWith,
  authority,
  isDoubtful,
  keyActive,
  type Role,
  type TrustedKey,
  type TrustList,
} from '#participants';
import { verificationKey, type VerificationKey } from '#signing';

/** The trust list as routing asks it. */
export const directoryOf = (trust: TrustList): Directory => ({
  authority: (id) => authority(trust, id),
  authoritiesWith: (state, role) => authoritiesWith(trust, state, role as Role).map(({ id }) => id),
});

/** Whether the record's key is known to have been in the wrong hands when the record was recorded (architecture §6). */
export const keyDoubt = (trust: TrustList, issued: StoredEvent | undefined): boolean =>
  issued !== undefined && isDoubtful(trust, (issued.data as IssuedRecord).kid, issued.at);

/** Every key that was reported compromised, and since when. */
export const compromisedKeys = (
  trust: TrustList,
): readonly { readonly kid: string; readonly since: Instant }[] =>
  [...trust.states.values()].flatMap(({ keys }) =>
    [...keys.values()].flatMap(({ kid, compromisedSince }) =>
      compromisedSince === null ? [] : [{ kid, since: compromisedSince }],
    ),
  );

/** The keys that an issuer's state endorsed for status lists and that count at that time, the newest first. */
export const statusKeys = (trust: TrustList, issuer: string, at: Instant): readonly TrustedKey[] =>
  [...(trust.states.get(stateOf(issuer))?.keys.values() ?? [])]
    .filter((key) => key.holder === issuer && keyActive(key, 'status', at))
    .sort((one, other) => milliseconds(other.validFrom) - milliseconds(one.validFrom));

/** What verifies signatures of an endorsed key. */
export const verifierOf = ({ jwk, alg }: TrustedKey): VerificationKey => verificationKey(jwk, alg);
