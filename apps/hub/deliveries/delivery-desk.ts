import {
  deliveries,
  deliveriesView,
  parkedAt,
  type DeliveriesView,
  type DeliveryReceipt,
} from '#exchange';
import type { EventStore, Position } from '#event-store';
import { RuleBroken, type Clock, type Instant, type JsonObject } from '#kernel';
import { follow, type Following } from '#projections';
import type { EventLog } from '../log/event-log.ts';
import { readStatement } from '../statements/read-statement.ts';
import type { HubViews } from '../views/hub-views.ts';
import {
  openBehind,
  unheardBehind,
  type OpenDelivery,
  type OpenPage,
  type Unheard,
} from './unheard.ts';

type Confirmation = { readonly authority: string; readonly receipts: readonly DeliveryReceipt[] };

/** Since when a delivery is parked, and by which reason. */
type OpenWithReason = OpenDelivery & { readonly reason?: string; readonly since?: Instant };

const streamOf = (authority: string) => `deliveries-${authority}`;

/** What authorities say became of their deliveries, and the parked ones that are sent again. */
export class DeliveryDesk {
  private readonly log: EventLog;
  private readonly store: EventStore;
  private readonly views: HubViews;
  private readonly clock: Clock;
  private readonly parkedView: Following<DeliveriesView>;

  constructor(log: EventLog, store: EventStore, views: HubViews, clock: Clock) {
    this.log = log;
    this.store = store;
    this.views = views;
    this.clock = clock;
    this.parkedView = follow(store, { prefixes: ['deliveries-'], ...deliveriesView });
  }

  /** One event for all receipts of a statement that say something new. */
  async confirm(text: string): Promise<{ readonly confirmed: number }> {
    const at = this.clock.now();
    const { payload, by } = readStatement<JsonObject & Confirmation>(
      text,
      'delivery-receipt+jws',
      this.views.trust,
      at,
    );
    const { authority, receipts } = payload;
    const { stored } = await this.log.carryOn(streamOf(authority), deliveries, {
      type: 'ConfirmDeliveries',
      data: { authority, receipts, statement: text },
      at,
      by,
    });
    const news = (stored[0]?.data as Confirmation | undefined)?.receipts ?? [];
    return { confirmed: news.length };
  }

  parked(authority: string): DeliveriesView {
    return parkedAt(this.parkedView.state, authority);
  }

  /** All that was sent to the authority and has no answer for good, a page of the store at a time. */
  async open(authority: string, after: Position | 'start'): Promise<OpenPage<OpenWithReason>> {
    const state = await this.log.stateOf(streamOf(authority), deliveries);
    const { open, ...page } = await openBehind({ store: this.store, authority, state }, after);
    await this.parkedView.waitFor(await this.store.end());
    const parked = new Map(this.parked(authority).map((one) => [one.event, one]));
    const withReason = open.map((one): OpenWithReason => {
      const why = one.standing === 'PARKED' ? parked.get(one.event) : undefined;
      return why ? { ...one, reason: why.reason, since: why.since } : one;
    });
    return { open: withReason, ...page };
  }

  /** `stream` is where the event lies; the relay makes its message anew and sends those it held back. */
  async redrive(
    authority: string,
    event: string,
    stream: string,
  ): Promise<{ readonly redriven: string }> {
    const stored = await this.log.read(stream);
    const found = stored.find(({ id }) => id === event);
    if (!found?.to?.some((recipient) => recipient.authority === authority))
      throw new RuleBroken('RULE_DELIVERY_UNKNOWN', 'no such delivery to this authority', {
        pointer: '/stream',
      });
    await this.log.carryOn(streamOf(authority), deliveries, {
      type: 'RedriveDeliveries',
      data: { authority, deliveries: [{ event, stream }] },
      at: this.clock.now(),
      by: authority,
    });
    return { redriven: event };
  }

  /** All that was sent to the authority and that it said nothing of, a page of the store at a time. */
  async redriveUnheard(authority: string, after: Position | 'start'): Promise<Unheard> {
    const state = await this.log.stateOf(streamOf(authority), deliveries);
    const page = await unheardBehind({ store: this.store, authority, state }, after);
    if (page.redriven.length > 0)
      await this.log.carryOn(streamOf(authority), deliveries, {
        type: 'RedriveDeliveries',
        data: {
          authority,
          deliveries: page.redriven.map(({ event, stream }) => ({ event, stream })),
        },
        at: this.clock.now(),
        by: authority,
      });
    return page;
  }

  close(): Promise<void> {
    return this.parkedView.close();
  }
}
