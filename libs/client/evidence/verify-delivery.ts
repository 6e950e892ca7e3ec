import type { DeliveryReceipt } from '#exchange';
import { TrustError } from '#kernel';
import { judge, type TrustList } from '#participants';
import { jcs, parseJws, verificationKey, verifyJws } from '#signing';
import type { ProvedEvent } from '../excerpt/excerpt.ts';
import { eventIn } from './artefacts.ts';
import { PATHS, type BundleSources } from './bundle.ts';
import { altered } from './zip.ts';

/** A statement lists up to 500 deliveries. */
const MOST_BYTES = 1024 * 1024;

/**
 * What an authority said became of deliveries: signed with its key, which counted when it was recorded, and about an
 * event of this bundle.
 * @throws TrustError, WireError
 */
export function verifyDelivery(
  event: ProvedEvent,
  { excerpt }: BundleSources,
  trust: TrustList,
): void {
  const { at, type, data } = eventIn(event);
  const { authority, receipts, statement } = data as unknown as {
    readonly authority: string;
    readonly receipts: readonly DeliveryReceipt[];
    readonly statement: string;
  };
  if (type !== 'DeliveriesConfirmed') throw altered(PATHS.deliveries, 'has another event');
  const jws = parseJws(statement, { typ: 'delivery-receipt+jws', maxBytes: MOST_BYTES });
  const { payload, header } = jws;
  const iat = Number(payload['iat']);
  const key = judge(trust, header.kid, { use: 'statement', iat, recordedAt: at });
  verifyJws(jws, verificationKey(key.jwk, key.alg));
  if (key.holder !== payload['iss'] || payload['authority'] !== authority)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`);
  const said = payload['receipts'] as unknown as readonly DeliveryReceipt[];
  const isSaid = (one: DeliveryReceipt) => said.some((other) => jcs(other) === jcs(one));
  if (!receipts.every(isSaid)) throw altered(PATHS.deliveries, 'says more than was signed');
  const events = new Set(excerpt.events.map(({ id }) => id));
  if (!receipts.some((one) => events.has(one.event)))
    throw altered(PATHS.deliveries, 'has a statement about something else');
}
