import { numericDate, type Instant, type JsonObject, type PublicJwk } from '#kernel';
import type { MembershipStatus } from '#participants';
import { generalJws, jcs, signGeneral, type GeneralSignature, type SigningKey } from '#signing';

/** What a quorum of roots says of a state: that it comes in, with its root, or what it is from now on. */
export type QuorumStatement = {
  readonly typ: 'admission+jws' | 'membership+jws';
  readonly payload: JsonObject;
  readonly signatures: readonly GeneralSignature[];
};

type About = {
  readonly state: string;
  readonly status: MembershipStatus;
  readonly from: Instant;
  /** Of a state that comes in. */
  readonly root?: PublicJwk;
};

/** Not signed by anybody yet; dated `at`. */
export const draftQuorum = (about: About, at: Instant): QuorumStatement => ({
  typ: about.root ? 'admission+jws' : 'membership+jws',
  payload: { iss: about.state, iat: numericDate(at), ...about },
  signatures: [],
});

/** With one root's signature more. */
export const signQuorum = (
  { typ, payload, signatures }: QuorumStatement,
  root: SigningKey,
): QuorumStatement => {
  const signed = signGeneral(typ, jcs(payload), root);
  const others = signatures.filter((one) => one.protected !== signed.protected);
  return { typ, payload, signatures: [...others, signed] };
};

/** As the hub takes it. */
export const quorumStatement = ({ payload, signatures }: QuorumStatement): string =>
  generalJws(jcs(payload), signatures);
