import { RECEIPTS_LENGTH } from '#exchange';
import { TrustError, type JsonObject } from '#kernel';
import { judge } from '#participants';
import { parseJws } from '#signing';
import type { Known } from './known.ts';
import type { HistoryEvent } from './read-event.ts';

/** A statement whose signature is being verified, and who said it. */
export type SaidStatement = {
  readonly payload: JsonObject;
  readonly by: string;
  readonly text: string;
};

/**
 * Reads the statement in an event's data: parse → key and its use, judged at the time of recording → signer → signature.
 * @throws WireError, TrustError with the code of the first check that failed
 */
export function readStatement(event: HistoryEvent, typ: string, known: Known): SaidStatement {
  const { statement } = event.data;
  const text = typeof statement === 'string' ? statement : '';
  const jws = parseJws(
    text,
    typ === 'delivery-receipt+jws' ? { typ, maxBytes: RECEIPTS_LENGTH } : { typ },
  );
  const { iss, iat } = jws.payload;
  const key = known.lookback.decided(event.at, ({ trust }, recordedAt) =>
    judge(trust, jws.header.kid, { use: 'statement', iat: Number(iat), recordedAt }),
  );
  if (iss !== key.holder)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`);
  known.signatures.check(event, jws, key);
  return { payload: jws.payload, by: key.holder, text };
}
