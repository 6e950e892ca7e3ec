import { contractsView, type ContractsView } from '#contracts';
import type { EventStore } from '#event-store';
import { StoreError } from '#kernel';
import { trustListView, type TrustList } from '#participants';
import { follow, type Following } from '#projections';
import type { RecordingClock } from '../log/recording-clock.ts';

/** The streams the views are made of: small, so they are kept in memory and rebuilt at every start. */
const STREAMS = ['genesis-', 'state-', 'contract-'];

/**
 * What the hub knows of participants and contracts, as fresh as its last look at the store's end.
 * A view older than the limit answers nothing that could harm: `assertFresh` refuses (architecture §8).
 */
export class HubViews {
  private readonly following: Following<{ trust: TrustList; contracts: ContractsView }>;
  private readonly ageLimitSeconds: number;

  constructor(store: EventStore, clock: RecordingClock, ageLimitSeconds: number) {
    this.ageLimitSeconds = ageLimitSeconds;
    this.following = follow(store, {
      prefixes: STREAMS,
      initial: { trust: trustListView.initial, contracts: contractsView.initial },
      evolve: ({ trust, contracts }, event) => {
        clock.seen(event.at);
        return {
          trust: trustListView.evolve(trust, event),
          contracts: contractsView.evolve(contracts, event),
        };
      },
    });
  }
}
