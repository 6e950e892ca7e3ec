import type { DeliveryReceipt } from '#exchange';
import type { Instant } from '#kernel';
import type { BundleSources } from '../bundle.ts';

type Delivered = Pick<DeliveryReceipt, 'time' | 'outcome'> & {
  readonly authority: string;
  /** Of the event that was delivered. */
  readonly type: string;
};

/** What became of each event at each authority, by their own word. */
export function deliveriesIn(
  { deliveries }: BundleSources,
  events: readonly { readonly id: string; readonly type: string }[],
): readonly Delivered[] {
  const types = new Map(events.map(({ id, type }) => [id, type]));
  return deliveries.flatMap(({ data }) => {
    const { authority, receipts } = JSON.parse(data) as {
      readonly authority: string;
      readonly receipts: readonly DeliveryReceipt[];
    };
    return receipts.flatMap(({ event, time, outcome }) => {
      const type = types.get(event);
      return type === undefined ? [] : [{ time, authority, type, outcome }];
    });
  });
}

type Verified = {
  readonly at: Instant;
  readonly type: string;
  readonly by: string;
  readonly outcome: string;
};

/** Who asked about the record, and what kind of answer it was. */
export const verificationsIn = ({ verifications }: BundleSources): readonly Verified[] =>
  verifications.events.map(({ type, data, metadata }) => {
    const { recordedAt } = JSON.parse(metadata) as { readonly recordedAt: Instant };
    const { asker, outcome } = JSON.parse(data) as Record<'asker' | 'outcome', string>;
    return { at: recordedAt, type, by: asker, outcome };
  });
