import { openDeliveries, type HubClient, type OpenDelivery } from '#client';
import { RuleBroken } from '#kernel';

/** What a person reads of how deliveries stand. */
export const STANDINGS = {
  PARKED: 'the adapter has given up: its national system did not take it',
  HELD: 'waits behind a parked one of the same record, so that nothing overtakes it',
  UNHEARD: 'sent, and nothing is heard of it: under way, or lost there',
} as const;

export type Standing = OpenDelivery['standing'];

/** A delivery, and those that it holds back. @throws RuleBroken `RULE_DELIVERY_UNKNOWN` if it is settled, or not the asker's */
export async function openDelivery(
  hub: HubClient,
  event: string,
): Promise<{ readonly delivery: OpenDelivery; readonly held: readonly OpenDelivery[] }> {
  let delivery: OpenDelivery | undefined;
  const held: OpenDelivery[] = [];
  for await (const one of openDeliveries(hub))
    if (one.event === event) delivery = one;
    else if (delivery?.stream === one.stream && one.standing === 'HELD') held.push(one);
  if (delivery) return { delivery, held };
  throw new RuleBroken(
    'RULE_DELIVERY_UNKNOWN',
    'no open delivery to this authority is of that event',
  );
}
