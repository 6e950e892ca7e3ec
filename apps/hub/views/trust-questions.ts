import type { IssuedRecord } from '#certificates';
import type { StoredEvent } from '#event-store';
import type { Directory } from '#exchange';
import type { Instant } from '#kernel';
import {
  authoritiesWith,
  authority,
  isDoubtful,
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

/** What verifies signatures of an endorsed key. */
export const verifierOf = ({ jwk, alg }: TrustedKey): VerificationKey => verificationKey(jwk, alg);
