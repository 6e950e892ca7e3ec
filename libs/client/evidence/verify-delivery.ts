import { deliveries, type DeliveryReceipt } from '#exchange';
import { decide, TrustError } from '#kernel';
import { judge, type TrustList } from '#participants';
import { jcs, parseJws, verificationKey, verifyJws } from '#signing';
import type { ProvedEvent } from '../excerpt/excerpt.ts';
import { eventIn } from './artefacts.ts';
import { PATHS, type BundleSources } from './bundle.ts';
import { altered } from './zip.ts';

/** A statement lists up to 500 deliveries. */
const MOST_BYTES = 1024 * 1024;

type Confirmed = {
  readonly authority: string;
  readonly receipts: readonly DeliveryReceipt[];
  readonly statement: string;
};

/**
 * What an authority said became of deliveries: signed with its own key, which counted when it was recorded, and about an
 * event of this bundle. The rule that let the hub take it is asked again.
 * @throws TrustError, WireError
 */
export function verifyDelivery(
  event: ProvedEvent,
  { excerpt }: BundleSources,
  trust: TrustList,
): void {
  const { at, type, data } = eventIn(event);
  if (type !== 'DeliveriesConfirmed') throw altered(PATHS.deliveries, 'has another event');
  const { authority, receipts, statement } = data as unknown as Confirmed;
  const { by, said } = statedIn(statement, at, trust);
  const confirmed = { authority, receipts: said.receipts, statement };
  const command = { type: 'ConfirmDeliveries' as const, data: confirmed, at, by };
  const [decided] = decide(deliveries, command, deliveries.initial);
  const known = new Set((decided?.data as Confirmed).receipts.map((one) => jcs(one)));
  if (said.authority !== authority || !receipts.every((one) => known.has(jcs(one))))
    throw altered(PATHS.deliveries, 'says something else than was signed');
  const events = new Set(excerpt.events.map(({ id }) => id));
  if (!receipts.some((one) => events.has(one.event)))
    throw altered(PATHS.deliveries, 'has a statement about something else');
}

/** @returns what was said, and whose key signed it */
function statedIn(statement: string, recordedAt: string, trust: TrustList) {
  const jws = parseJws(statement, { typ: 'delivery-receipt+jws', maxBytes: MOST_BYTES });
  const { payload, header } = jws;
  const iat = Number(payload['iat']);
  const key = judge(trust, header.kid, { use: 'statement', iat, recordedAt });
  verifyJws(jws, verificationKey(key.jwk, key.alg));
  if (key.holder !== payload['iss'])
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`);
  return { by: key.holder, said: payload as unknown as Pick<Confirmed, 'authority' | 'receipts'> };
}
