import { decode, type EventStore, type Position, type StoredEvent } from '#event-store';
import { isSettled, isUnheard, type Deliveries } from '#exchange';

/** Events that are looked at, and deliveries that are sent again, in answer to one request. */
const MOST = { lookedAt: 20_000, sentAgain: 500 };

/** An event that is sent again, with all behind it in its stream that went to the same authority. */
export type Redriven = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
};

/** `next` is where to go on; without it, the end of the store was reached. */
export type Unheard = { readonly redriven: readonly Redriven[]; readonly next?: Position };

/**
 * What of the store behind a position went to an authority that never said what became of it: of each stream the first
 * such event. A stream that an earlier event holds up is left to whoever parked it.
 */
export async function unheardBehind(
  store: EventStore,
  authority: string,
  state: Deliveries,
  after: Position | 'start',
  { lookedAt, sentAgain } = MOST,
): Promise<Unheard> {
  const redriven: Redriven[] = [];
  let count = 0;
  for await (const recorded of store.readAll(after)) {
    // `to` is written by `JSON.stringify`, so this text is in it; most events go to others.
    if (recorded.metadata.includes(`{"authority":"${authority}"`)) {
      const { id: event, stream, revision } = recorded;
      if (
        isUnheard(state, event) &&
        (await isFirstUnheard(store, decode(recorded), authority, state))
      )
        redriven.push({ event, stream, revision });
    }
    if (redriven.length === sentAgain || ++count === lookedAt)
      return { redriven, next: recorded.position };
  }
  return { redriven };
}

async function isFirstUnheard(
  store: EventStore,
  { stream, revision }: StoredEvent,
  authority: string,
  state: Deliveries,
): Promise<boolean> {
  if (revision === 0) return true;
  const before = (await store.readStream(stream)).slice(0, revision).map(decode);
  return before
    .filter(({ to = [] }) => to.some((recipient) => recipient.authority === authority))
    .every(({ id }) => isSettled(state, id));
}
