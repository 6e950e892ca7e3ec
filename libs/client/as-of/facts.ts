import { contractsView, type ContractsView } from '#contracts';
import type { DomainEvent } from '#kernel';
import { trustListView, type TrustList } from '#participants';

/** An event and whose stream it continues. */
export type Known = DomainEvent & { readonly stream: string };

/** What decides a question: the events that were known, and what follows from them by the very views that a hub has. */
export type Facts = {
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  readonly of: (stream: string) => readonly Known[];
};

/** @param events known by the instant that is asked for, in the order of the store */
export function factsOf(events: readonly Known[]): Facts {
  const streams = Map.groupBy(events, ({ stream }) => stream);
  return {
    trust: events.reduce(trustListView.evolve, trustListView.initial),
    contracts: events.reduce(contractsView.evolve, contractsView.initial),
    of: (stream) => streams.get(stream) ?? [],
  };
}
