import {
  decode,
  type EventStore,
  type Position,
  type RecordedEvent,
  type StoredEvent,
} from '#event-store';
import { isSettled, isUnheard, type Deliveries } from '#exchange';
import type { Instant } from '#kernel';

/** Events that are looked at, and deliveries that are named, in answer to one request. */
const MOST = { lookedAt: 20_000, named: 500 };

/** An event that is sent again, with all behind it in its stream that went to the same authority. */
export type Redriven = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
};

/** `next` is where to go on; without it, the end of the store was reached. */
export type Unheard = { readonly redriven: readonly Redriven[]; readonly next?: Position };

/**
 * A delivery that has no answer for good: PARKED by its adapter, HELD back behind a parked one of its stream, or UNHEARD of:
 * under way, or lost there.
 */
export type OpenDelivery = Redriven & {
  readonly type: string;
  readonly recordedAt: Instant;
  readonly standing: 'PARKED' | 'HELD' | 'UNHEARD';
};

/** As `Unheard`, of what nobody sends again by this. */
export type OpenPage<One = OpenDelivery> = {
  readonly open: readonly One[];
  readonly next?: Position;
};

/** The deliveries of one authority, and what it said of them. */
type Asked = { readonly store: EventStore; readonly authority: string; readonly state: Deliveries };

/**
 * What of the store behind a position went to an authority that never said what became of it: of each stream the first
 * such event. A stream that an earlier event holds up is left to whoever parked it.
 */
export async function unheardBehind(
  asked: Asked,
  after: Position | 'start',
  most = MOST,
): Promise<Unheard> {
  const isFirst = async (event: StoredEvent) =>
    (await sentBefore(asked, event)).every(({ id }) => isSettled(asked.state, id));
  const { found, ...page } = await foundBehind(asked, after, most, async (recorded) =>
    isUnheard(asked.state, recorded.id) && (await isFirst(decode(recorded)))
      ? placeOf(recorded)
      : undefined,
  );
  return { redriven: found, ...page };
}

/** What of the store behind a position went to an authority and has no answer for good. Nothing is sent again by it. */
export async function openBehind(
  asked: Asked,
  after: Position | 'start',
  most = MOST,
): Promise<OpenPage> {
  const { found, ...page } = await foundBehind(asked, after, most, async (recorded) => {
    if (isSettled(asked.state, recorded.id)) return undefined;
    const event = decode(recorded);
    const { type, at: recordedAt } = event;
    return { ...placeOf(recorded), type, recordedAt, standing: await standingOf(asked, event) };
  });
  return { open: found, ...page };
}

const placeOf = ({ id: event, stream, revision }: RecordedEvent): Redriven => ({
  event,
  stream,
  revision,
});

async function standingOf(asked: Asked, event: StoredEvent): Promise<OpenDelivery['standing']> {
  const isParked = ({ id }: StoredEvent) =>
    !isUnheard(asked.state, id) && !isSettled(asked.state, id);
  if (isParked(event)) return 'PARKED';
  return (await sentBefore(asked, event)).some(isParked) ? 'HELD' : 'UNHEARD';
}

/** The events before one in its stream that went to the authority too. */
async function sentBefore(
  { store, authority }: Asked,
  { stream, revision }: StoredEvent,
): Promise<readonly StoredEvent[]> {
  if (revision === 0) return [];
  const before = (await store.readStream(stream)).slice(0, revision).map(decode);
  return before.filter(({ to = [] }) => to.some((recipient) => recipient.authority === authority));
}

/** A page of what `choose` makes of the events that went to the authority. */
async function foundBehind<One>(
  { store, authority }: Asked,
  after: Position | 'start',
  { lookedAt, named }: typeof MOST,
  choose: (recorded: RecordedEvent) => Promise<One | undefined>,
): Promise<{ readonly found: readonly One[]; readonly next?: Position }> {
  const found: One[] = [];
  let count = 0;
  for await (const recorded of store.readAll(after)) {
    // `to` is written by `JSON.stringify`, so this text is in it; most events go to others.
    const isSent = recorded.metadata.includes(`{"authority":"${authority}"`);
    const one = isSent ? await choose(recorded) : undefined;
    if (one !== undefined) found.push(one);
    if (found.length === named || ++count === lookedAt) return { found, next: recorded.position };
  }
  return { found };
}
