import { decode, type EventStore, type Position } from '#event-store';
import type { Instant } from '#kernel';
import type { View } from './view.ts';

/** As of when a view is wanted. */
export type AsOf = {
  /** Only events that the hub had recorded by then, by their own recordedAt (architecture §2). */
  readonly knownAt?: Instant;
  /** Only events up to and including this place, as a receipt names it. */
  readonly upTo?: Position;
};

/** The view from position zero up to the store's end, or as of a moment. */
export async function project<State>(
  store: EventStore,
  view: View<State>,
  { knownAt, upTo }: AsOf = {},
): Promise<State> {
  let state = view.initial;
  for await (const recorded of store.readAll('start', { streamPrefixes: view.prefixes })) {
    if (upTo !== undefined && recorded.position > upTo) break;
    const event = decode(recorded);
    // Not the end of the loop: a later position may hold an earlier recordedAt.
    if (knownAt !== undefined && event.at > knownAt) continue;
    state = view.evolve(state, event);
  }
  return state;
}
