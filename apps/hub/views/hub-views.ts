import { contractsView, type ContractsView } from '#contracts';
import type { EventStore, Position } from '#event-store';
import { StoreError } from '#kernel';
import type { Instant } from '#kernel';
import { keyOf, trustListView, type TrustList } from '#participants';
import { takeIn, type Demand, type DemandBoard } from '#recruitment';
import { follow, project, type Following, type ReadModel } from '#projections';
import type { DoubtRow, RecordRow } from '#read-models';
import type { HubOptions } from '../hub.options.ts';
import type { RecordingClock } from '../log/recording-clock.ts';
import { compromisedKeys } from './trust-questions.ts';
import { withdrawnOf } from './withdrawn.ts';

type Known = { readonly trust: TrustList; readonly contracts: ContractsView };

/**
 * What the hub knows: participants and contracts in memory (small, rebuilt at every start), records as rows of
 * a local file. A view older than the limit answers nothing that could harm: `assertFresh` refuses (architecture §8).
 */
export class HubViews {
  private readonly store: EventStore;
  private readonly known: Following<Known>;
  private readonly board: Following<Map<string, Demand>>;
  private readonly model: ReadModel;
  private readonly ageLimitSeconds: number;
  /** Where the hub publishes status lists: `https://hub.example/v1/status-lists/`. */
  readonly statusLists: string;

  constructor(
    store: EventStore,
    model: ReadModel,
    clock: RecordingClock,
    { origin, viewAgeLimitSeconds }: HubOptions,
  ) {
    this.store = store;
    this.model = model;
    this.ageLimitSeconds = viewAgeLimitSeconds;
    this.statusLists = `${origin}/v1/status-lists/`;
    this.known = follow(store, {
      prefixes: ['state-', 'contract-'],
      initial: { trust: trustListView.initial, contracts: contractsView.initial },
      evolve: ({ trust, contracts }, event) => {
        clock.seen(event.at);
        return {
          trust: trustListView.evolve(trust, event),
          contracts: contractsView.evolve(contracts, event),
        };
      },
    });
    this.board = follow(store, {
      prefixes: ['demand-'],
      initial: new Map<string, Demand>(),
      evolve: takeIn,
    });
  }

  get trust(): TrustList {
    return this.known.state.trust;
  }

  get contracts(): ContractsView {
    return this.known.state.contracts;
  }

  /** Every demand: what may be a moment behind its stream. */
  get demands(): DemandBoard {
    return this.board.state;
  }

  /** The trust list as it was known at an instant; only events recorded by then (architecture §2, principle 7). */
  trustKnownAt(knownAt: Instant): Promise<TrustList> {
    return project(this.store, { prefixes: ['state-'], ...trustListView }, { knownAt });
  }

  /** Seconds since the view was last known to hold all that the store held. */
  get ageSeconds(): number {
    return this.known.age;
  }

  get isFresh(): boolean {
    return this.known.age <= this.ageLimitSeconds;
  }

  /** @throws StoreError STORE_BEHIND */
  assertFresh(): void {
    if (!this.isFresh)
      throw new StoreError('STORE_BEHIND', `the view is ${this.known.age.toFixed(1)} s old`);
  }

  /** Ready once both views have stood at the store's end. */
  async caughtUp(): Promise<void> {
    await Promise.all([this.known.caughtUp, this.board.caughtUp, this.model.caughtUp]);
  }

  /** Participants and contracts up to `position` are known when this resolves: read your writes. */
  waitFor(position: Position): Promise<void> {
    return this.known.waitFor(position);
  }

  /** Demands up to `position` are on the board when this resolves. */
  waitForDemands(position: Position): Promise<void> {
    return this.board.waitFor(position);
  }

  /** Everything up to `position`, by whichever hub, is in every view when this resolves; STORE_BEHIND if that takes long. */
  async reached(position: Position): Promise<void> {
    await Promise.all([this.known, this.board, this.model].map((view) => view.waitFor(position)));
  }

  /** Records with these clear facts, all that the store held when asked. */
  async records(where: Partial<RecordRow>, position: Position | 'start'): Promise<RecordRow[]> {
    if (position !== 'start') await this.model.waitFor(position);
    return this.model.find('records', where) as unknown as RecordRow[];
  }

  /** The certificates of an issuer that are not to be relied on, by all that the store held when asked. */
  async withdrawn(issuer: string, position: Position | 'start'): Promise<readonly string[]> {
    if (position !== 'start')
      await Promise.all([this.model.waitFor(position), this.waitFor(position)]);
    const { trust } = this;
    const suspects = compromisedKeys(trust)
      .filter(({ kid }) => keyOf(trust, kid)?.holder === issuer)
      .map(({ kid, since }) => ({
        since,
        records: this.model.find('records', { kid }) as unknown as RecordRow[],
      }));
    const doubts = this.model.find('doubts', { issuer }) as unknown as DoubtRow[];
    return withdrawnOf(doubts, suspects);
  }

  async close(): Promise<void> {
    await this.known.close();
    await this.board.close();
    await this.model.close();
  }
}
