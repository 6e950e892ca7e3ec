import { TrustError, type Instant, type JsonObject } from '#kernel';
import { judge } from '#participants';
import { parseJws, verificationKey, verifyJws } from '#signing';
import type { Known } from './known.ts';

/** A statement whose signature was verified, and who said it. */
export type SaidStatement = {
  readonly payload: JsonObject;
  readonly by: string;
  readonly text: string;
};

/**
 * Reads the statement in an event's data: parse → key and its use, judged at the time of recording → signature → signer.
 * @throws WireError, TrustError with the code of the first check that failed
 */
export function readStatement(
  { statement }: JsonObject,
  typ: string,
  at: Instant,
  known: Known,
): SaidStatement {
  const text = typeof statement === 'string' ? statement : '';
  const jws = parseJws(text, { typ });
  const { iss, iat } = jws.payload;
  const key = judge(known.trust, jws.header.kid, {
    use: 'statement',
    iat: Number(iat),
    recordedAt: at,
  });
  verifyJws(jws, verificationKey(key.jwk, key.alg));
  known.signatures++;
  if (iss !== key.holder)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`);
  return { payload: jws.payload, by: key.holder, text };
}
