import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { topicOf, type FanOut } from '#fan-out';
import { contractsView } from '#contracts';
import { HubError, type Clock } from '#kernel';
import { trustListView } from '#participants';
import { follow } from '#projections';
import type { SigningKey } from '#signing';
import type { Vault } from '#vault';
import { LaneKeys } from './lane-keys.ts';
import { LaneWorker } from './lane-worker.ts';
import { MessageMaker, type RelayView, type Report } from './message-maker.ts';
import { RecordSource } from './record-source.ts';
import type { RelaySecrets } from './relay-secrets.ts';

export type RelayParts = {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly fanOut: FanOut;
  readonly secrets: RelaySecrets;
  /** The private half of genesis' `hub.lane`. */
  readonly hubLaneKey: SigningKey;
  readonly clock: Clock;
  readonly report: Report;
};

/** Milliseconds before a lane that stopped is taken up again. */
const RESTART_AFTER = 1_000;

/** Small views, rebuilt at every start. */
const VIEW = {
  prefixes: ['state-', 'contract-'],
  initial: { contracts: contractsView.initial, trust: trustListView.initial } as RelayView,
  evolve: ({ contracts, trust }: RelayView, event: Parameters<typeof trustListView.evolve>[1]) => ({
    contracts: contractsView.evolve(contracts, event),
    trust: trustListView.evolve(trust, event),
  }),
};

/** Keeps one worker on the lane of each state it is given. */
export class Relay {
  readonly #parts: RelayParts;
  readonly #view: ReturnType<typeof follow<RelayView>>;
  readonly #records: RecordSource;
  readonly #closing = new AbortController();
  readonly #lanes: Promise<void>[];

  constructor(states: readonly string[], parts: RelayParts) {
    this.#parts = parts;
    this.#view = follow(parts.store, VIEW);
    this.#records = new RecordSource(parts.store, parts.vault);
    this.#lanes = states.map((state) => this.#keep(state));
  }

  /** Finishes what is being published. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#lanes);
    await this.#view.close();
  }

  /** A worker that stopped is replaced, unless another relay took the lane: two that take it from each other carry nothing. */
  async #keep(state: string): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const error = await this.#work(state).catch((reason: unknown) => reason);
      if (error === undefined || this.#closing.signal.aborted) return;
      const code = error instanceof HubError ? error.code : 'UNEXPECTED';
      this.#parts.report('a lane has stopped', { state, code, message: String(error) });
      if (code === 'STORE_FENCED') return;
      await sleep(RESTART_AFTER, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Resolves with what stopped the worker; undefined when the relay closes. */
  async #work(state: string): Promise<unknown> {
    const { store, fanOut, secrets, hubLaneKey, clock, report } = this.#parts;
    const maker = new MessageMaker(state, {
      records: this.#records,
      view: this.#view,
      secrets,
      laneKeys: new LaneKeys(topicOf(state), hubLaneKey, clock),
      clock,
      report,
    });
    const worker = await LaneWorker.start(state, store, fanOut, maker, this.#closing.signal);
    const close = () => void worker.close();
    this.#closing.signal.addEventListener('abort', close);
    if (this.#closing.signal.aborted) close();
    const error = await worker.ended;
    this.#closing.signal.removeEventListener('abort', close);
    return error;
  }
}
