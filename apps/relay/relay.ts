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

/** A lane, as this relay has it. */
export type LaneState = {
  readonly state: string;
  /** WAITING for the relay that has it, or for what carries it; CARRIED; TAKEN for good by another process. */
  readonly standing: 'WAITING' | 'CARRIED' | 'TAKEN';
  /** How often it stopped by an error. */
  readonly stops: number;
  /** Published since the start. */
  readonly messages: number;
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
  readonly #lanes = new Map<string, LaneState>();
  readonly #kept: Promise<void>[];

  constructor(states: readonly string[], parts: RelayParts) {
    this.#parts = parts;
    this.#view = follow(parts.store, VIEW);
    this.#records = new RecordSource(parts.store, parts.vault);
    for (const state of states)
      this.#lanes.set(state, { state, standing: 'WAITING', stops: 0, messages: 0 });
    this.#kept = states.map((state) => this.#keep(state));
  }

  get lanes(): readonly LaneState[] {
    return [...this.#lanes.values()];
  }

  /** Finishes what is being published. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#kept);
    await this.#view.close();
  }

  /** A worker that stopped is replaced, unless another relay took the lane: two that take it from each other carry nothing. */
  async #keep(state: string): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const error = await this.#work(state).catch((reason: unknown) => reason);
      if (error === undefined || this.#closing.signal.aborted) return;
      const code = error instanceof HubError ? error.code : 'UNEXPECTED';
      this.#parts.report('a lane has stopped', { state, code, message: String(error) });
      const isTaken = code === 'STORE_FENCED';
      const standing = isTaken ? 'TAKEN' : 'WAITING';
      this.#note(state, ({ stops }) => ({ standing, stops: stops + 1 }));
      if (isTaken) return;
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
    const { signal } = this.#closing;
    const worker = await LaneWorker.start(state, store, fanOut, maker, signal, (count) =>
      this.#note(state, ({ messages }) => ({ messages: messages + count })),
    );
    this.#note(state, () => ({ standing: 'CARRIED' }));
    const close = () => void worker.close();
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    const error = await worker.ended;
    signal.removeEventListener('abort', close);
    return error;
  }

  #note(state: string, change: (lane: LaneState) => Partial<LaneState>): void {
    const lane = this.#lanes.get(state)!;
    this.#lanes.set(state, { ...lane, ...change(lane) });
  }
}
