import type { Instant } from '#kernel';
import type { DeliveryEvent } from '../domain/exchange.messages.ts';

/** A delivery that its authority could not take in; it holds up later ones of its record. */
export type ParkedDelivery = {
  readonly authority: string;
  readonly event: string;
  readonly reason: string;
  readonly since: Instant;
};

/** Parked deliveries of all authorities, longest parked first. */
export type DeliveriesView = readonly ParkedDelivery[];

const of = ({ authority, event }: { readonly authority: string; readonly event: string }) =>
  `${authority} ${event}`;

export const deliveriesView = {
  initial: [] as DeliveriesView,

  /** Events of other families leave the view as it is. */
  evolve(view: DeliveriesView, news: { readonly type: string }): DeliveriesView {
    const event = news as DeliveryEvent;
    switch (event.type) {
      case 'DeliveryParked':
        return [...without(view, [of(event.data)]), { ...event.data, since: event.at }];
      case 'DeliveryRedriven':
        return without(view, [of(event.data)]);
      case 'DeliveriesConfirmed': {
        const { authority, receipts } = event.data;
        return without(
          view,
          receipts.map((receipt) => of({ authority, event: receipt.event })),
        );
      }
      default:
        return view;
    }
  },
};

/** The parked deliveries of one authority. */
export const parkedAt = (view: DeliveriesView, authority: string): readonly ParkedDelivery[] =>
  view.filter((parked) => parked.authority === authority);

function without(view: DeliveriesView, gone: readonly string[]): DeliveriesView {
  const settled = new Set(gone);
  return view.filter((parked) => !settled.has(of(parked)));
}
