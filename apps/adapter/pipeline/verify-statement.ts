import { TrustError, type Instant, type JsonObject } from '#kernel';
import { judge, type TrustList } from '#participants';
import { parseJws, verificationKey, verifyJws } from '#signing';

/** What a statement says, without who and when, and who said it. */
export type Said = { readonly by: string; readonly payload: JsonObject; readonly said: JsonObject };

/** A statement of this type by a key that counted when it was recorded. @throws WireError, TrustError */
export function verifyStatement(
  text: string,
  typ: string,
  recordedAt: Instant,
  trust: TrustList,
): Said {
  const jws = parseJws(text, { typ });
  const { iss, iat, ...said } = jws.payload;
  const key = judge(trust, jws.header.kid, { use: 'statement', iat: Number(iat), recordedAt });
  verifyJws(jws, verificationKey(key.jwk, key.alg));
  if (key.holder !== iss)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`);
  return { by: key.holder, payload: jws.payload, said };
}
