import { TrustError, WireError, type Decider } from '#kernel';
import type {
  DeliveryCommand,
  DeliveryEvent,
  DeliveryOutcome,
  DeliveryReceipt,
} from './exchange.messages.ts';
import { outcomeOf, withOutcomes, type Outcomes } from './outcomes.ts';

/** What one authority said became of its deliveries: the last outcome of each event. */
export type Deliveries = Outcomes;

/** A statement lists at most this many receipts (architecture §11). */
const MOST_RECEIPTS = 500;

/** Characters of such a statement, each receipt with a reason of 120 characters. */
export const RECEIPTS_LENGTH = 256 * 1024;

/** Final: nothing is delivered again after it. A parked or refused one may still arrive, a retained one be erased. */
const FINAL: readonly unknown[] = ['DELIVERED', 'ERASED'];

/** The deliveries of one authority. */
export const deliveries: Decider<Deliveries, DeliveryCommand, DeliveryEvent> = {
  initial: [],

  decide: {
    ConfirmDeliveries({ data: { authority, receipts, statement }, at, by }, state) {
      checkOwn(authority, by);
      checkReceipts(receipts);
      const news = newReceipts(receipts, state);
      if (news.length === 0) return [];
      return [
        { type: 'DeliveriesConfirmed', data: { authority, receipts: news, statement }, at, by },
        ...news
          .filter(({ outcome }) => outcome === 'PARKED')
          .map(({ event, reason }) => ({
            type: 'DeliveryParked' as const,
            data: { authority, event, reason: reason! }, // `checkReceipts` found one.
            at,
            by,
          })),
      ];
    },

    RedriveDeliveries({ data: { authority, deliveries: asked }, at, by }, state) {
      checkOwn(authority, by);
      return asked
        .filter(({ event }) => !FINAL.includes(outcomeOf(state, event)))
        .map((delivery) => ({
          type: 'DeliveryRedriven',
          data: { authority, ...delivery },
          at,
          by,
        }));
    },
  },

  evolve: {
    DeliveriesConfirmed: (state, { data }) =>
      withOutcomes(state, new Map(data.receipts.map(({ event, outcome }) => [event, outcome]))),
    DeliveryParked: (state) => state,
    DeliveryRedriven: (state, { data }) =>
      withOutcomes(state, new Map([[data.event, 'REDRIVEN' as const]])),
  },
};

/** Whether its authority said nothing of a delivery since it was last sent: it may be lost on its way. */
export function isUnheard(state: Deliveries, event: string): boolean {
  const outcome = outcomeOf(state, event);
  return outcome === undefined || outcome === 'REDRIVEN';
}

/** Whether a delivery got an answer, and holds up nothing behind it. */
export const isSettled = (state: Deliveries, event: string): boolean =>
  !isUnheard(state, event) && outcomeOf(state, event) !== 'PARKED';

/** Receipts that say something new: an adapter that was not answered sends its receipts again, in other batches. */
function newReceipts(
  receipts: readonly DeliveryReceipt[],
  state: Deliveries,
): readonly DeliveryReceipt[] {
  const latest = new Map<string, DeliveryOutcome>();
  return receipts.filter(({ event, outcome }) => {
    const before = latest.get(event) ?? outcomeOf(state, event);
    if (before === outcome || FINAL.includes(before)) return false;
    latest.set(event, outcome);
    return true;
  });
}

function checkOwn(authority: string, by: string): void {
  if (by !== authority)
    throw new TrustError('TRUST_NOT_ALLOWED', `${by} speaks for deliveries of ${authority}`, {
      facts: { authority },
    });
}

/** What each outcome must say beside itself. */
const MUST_SAY: Readonly<Record<DeliveryOutcome, readonly ('reason' | 'until')[]>> = {
  DELIVERED: [],
  ERASED: [],
  RETAINED: ['reason', 'until'],
  REFUSED: ['reason'],
  PARKED: ['reason'],
};

function checkReceipts(receipts: readonly DeliveryReceipt[]): void {
  if (receipts.length > MOST_RECEIPTS)
    throw new WireError('WIRE_TOO_LARGE', `${receipts.length} receipts in a statement`, {
      pointer: '/receipts',
      facts: { limit: MOST_RECEIPTS },
    });
  for (const [index, receipt] of receipts.entries())
    for (const member of MUST_SAY[receipt.outcome])
      if (receipt[member] === undefined)
        throw new WireError('WIRE_SCHEMA_MISMATCH', `${receipt.outcome} without ${member}`, {
          pointer: `/receipts/${index}/${member}`,
        });
}
