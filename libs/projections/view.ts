import type { StoredEvent } from '#event-store';

/** What is made of the events of some streams: a fold kept in memory, so for small things only. */
export type View<State> = {
  /** The streams it reads, by how their names start. */
  readonly prefixes: readonly string[];
  readonly initial: State;
  /** The state after one more event; pure, never throws, skips what it does not know. */
  evolve(state: State, event: StoredEvent): State;
};
