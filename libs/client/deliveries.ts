import type { HubClient } from './hub-client.ts';
import { query } from './query.ts';
import type { OpenDeliveriesPage, OpenDelivery } from './types.ts';

/** What went to the asker and has no answer for good, in the order in which it was recorded. */
export async function* openDeliveries({ transport }: HubClient): AsyncGenerator<OpenDelivery> {
  for (let after: string | undefined, isLast = false; !isLast;) {
    const page = await transport.get<OpenDeliveriesPage>(`/v1/deliveries/open${query({ after })}`);
    yield* page.open;
    after = page.next;
    isLast = after === undefined;
  }
}

/** Has a delivery of the asker sent again that is open; those that it held back follow. */
export const redriveDelivery = (
  { transport }: HubClient,
  { event, stream }: Pick<OpenDelivery, 'event' | 'stream'>,
): Promise<{ readonly redriven: string }> =>
  transport.post(`/v1/deliveries/${event}/redrive`, { stream });
