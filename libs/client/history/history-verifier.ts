import { contractsView, type ContractsView } from '#contracts';
import { byText, HubError, StoreError, type ErrorCode } from '#kernel';
import { replayTrust, type ParticipantEvent, type TrustList } from '#participants';
import type { Genesis } from '#signing';
import { logStream } from '#transparency';
import type { ReplayedEvent } from '../types.ts';
import { isTogether, type Append } from './append.ts';
import { Grounds } from './grounds.ts';
import type { Known, KnownRecord } from './known.ts';
import { LogLeaves } from './log-leaves.ts';
import { Lookback } from './lookback.ts';
import { openWork, type OpenWork } from './open-work.ts';
import { Order } from './order.ts';
import { OutsideCheckpoints, type OutsideCheckpoint } from './outside-checkpoints.ts';
import { proverOf } from './provers.ts';
import { readEvent, type HistoryEvent } from './read-event.ts';
import { Signatures } from './signatures.ts';
import type { VerifyOptions } from './verify-options.ts';

/** An event that is not proved, and why; where events are missing, the one they would follow. Holds no personal data. */
export type Finding = {
  readonly position: string;
  /** Its id. */
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly code: ErrorCode;
  readonly reason: string;
};

export type VerifiedHistory = {
  /** In the order of the events; empty for an honest hub. */
  readonly findings: readonly Finding[];
  /** What went before the range: read as its ground, and not told in findings. */
  readonly before: { readonly events: number; readonly findings: number };
  /** Of the range. */
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  readonly streams: number;
  /** Signatures that were verified. */
  readonly signatures: number;
  /** The tree of the log over all that was read. `proved`: how many leaves the last good checkpoint in the store covers. */
  readonly log: { readonly size: number; readonly root: string; readonly proved: number };
  /** How it stands to checkpoints from other hands, if there were any. */
  readonly outside: readonly OutsideCheckpoint[];
  /** What an interrupted hub has still to do. */
  readonly open: OpenWork;
  readonly trust: TrustList;
  readonly contracts: ContractsView;
  /** Participants' events that were proved. */
  readonly participants: readonly ParticipantEvent[];
  /** Records that were proved, by stream. */
  readonly records: ReadonlyMap<string, KnownRecord>;
};

/** Takes events one after the other, and tells in the end what they prove. */
export class HistoryVerifier {
  readonly #known: Known;
  readonly #findings: Finding[] = [];
  readonly #counts = new Map<string, number>();
  readonly #order = new Order();
  readonly #outside: OutsideCheckpoints;
  readonly #after: string;
  #append: HistoryEvent[] = [];
  #last: Place | undefined;
  #before = 0;

  /** @throws TrustError, WireError for a checkpoint that is none of this log */
  constructor(
    genesis: Genesis,
    {
      signatures = true,
      checkpoints = [],
      after = '',
      isExcerpt = false,
    }: Omit<VerifyOptions, 'upTo'> = {},
  ) {
    this.#outside = new OutsideCheckpoints(genesis, checkpoints);
    this.#after = after;
    const { trust } = replayTrust(genesis, []);
    this.#known = {
      genesis,
      isExcerpt,
      signatures: new Signatures(signatures, (event, error) => this.#note(event, error), after),
      lookback: new Lookback(new Grounds(trust, contractsView.initial, genesis.foundedAt)),
      leaves: new LogLeaves(genesis.origin, this.#outside.sizes, this.#outside.ownCounts),
      participants: [],
      records: new Map(),
      subjects: new Map(),
      erased: new Map(),
      cases: new Map(),
      selections: new Set(),
      demands: new Map(),
      deliveries: new Map(),
      addressed: new Map(),
      shares: new Map(),
      announced: new Map(),
    };
  }

  get isFull(): boolean {
    return this.#known.signatures.isFull;
  }

  turn(): Promise<void> {
    return this.#known.signatures.turn();
  }

  take(recorded: ReplayedEvent): void {
    if (this.#isTold(recorded))
      this.#counts.set(recorded.type, (this.#counts.get(recorded.type) ?? 0) + 1);
    else this.#before++;
    this.#last = recorded;
    const event = this.#attempt(recorded, () => {
      this.#order.assertNext(recorded);
      const read = readEvent(recorded);
      this.#order.assertLater(read);
      return read;
    });
    const last = this.#append.at(-1);
    if (last && !(event && isTogether(last, event))) this.#prove();
    if (event) this.#append.push(event);
    // After what goes before it is proved: a checkpoint covers nothing that comes later.
    this.#known.leaves.take(recorded);
  }

  /** @param isWhole false where there is more that was not taken */
  async end(isWhole = true): Promise<VerifiedHistory> {
    this.#prove();
    const { signatures, lookback, participants, records, leaves, genesis } = this.#known;
    await signatures.settled();
    this.#prune();
    const { trust, contracts } = lookback.now;
    const root = leaves.rootAt(leaves.size);
    const told = this.#findings.filter((one) => this.#isTold(one));
    const before = { events: this.#before, findings: this.#findings.length - told.length };
    const outside = this.#outside.judge(leaves, this.#last ?? startOf(genesis), isWhole);
    const doubts = outside.doubts.map(({ at, error }) => findingOf(at, error));
    return {
      findings: [...told, ...doubts].sort((one, other) => byText(one.position, other.position)),
      before,
      events: [...this.#counts.values()].reduce((sum, count) => sum + count, 0),
      eventsByType: Object.fromEntries([...this.#counts].sort()),
      streams: this.#order.streams,
      signatures: signatures.count,
      log: { size: leaves.size, root: root.toString('base64'), proved: leaves.proved },
      outside: outside.checkpoints,
      open: openWork(this.#known, this.#order.latest),
      trust,
      contracts,
      participants,
      records,
    };
  }

  #prove(): void {
    const append = this.#append as unknown as Append;
    if (append.length === 0) return;
    this.#append = [];
    const [first] = append;
    const proof = this.#attempt(first, () => {
      proverOf(first.stream)(append, this.#known);
      return { isProved: true };
    });
    const { isProved } = proof ?? { isProved: false };
    for (const { id, stream, to } of append)
      if (to && to.length > 0) this.#known.addressed.set(id, { stream, to, isProved });
  }

  #attempt<Result>(place: Place, act: () => Result): Result | undefined {
    try {
      return act();
    } catch (error) {
      this.#note(place, error);
      return undefined;
    }
  }

  #note(place: Place, error: unknown): void {
    this.#findings.push(findingOf(place, error));
  }

  /** Whether it belongs to the range. */
  #isTold({ position }: Pick<Place, 'position'>): boolean {
    return this.#after === '' || position > this.#after;
  }

  /** Takes out what turned out to be forged after it was built on. */
  #prune(): void {
    const { records } = this.#known;
    for (const { stream, revision } of this.#findings) {
      const record = records.get(stream);
      if (!record) continue;
      if (revision === 0) records.delete(stream);
      else
        records.set(stream, {
          ...record,
          events: record.events.filter((one) => one.revision !== revision),
        });
    }
  }
}

type Place = Omit<ReplayedEvent, 'data' | 'metadata'>;

/** Where a history without any event ends. */
const startOf = ({ origin }: Genesis): Place => ({
  ...{ position: '', id: '', stream: logStream(origin), revision: 0, type: 'CheckpointSigned' },
});

/** Rules take what they are given to be in form, so what is in none may break them in any way. */
function findingOf({ position, id, stream, revision, type }: Place, error: unknown): Finding {
  const { code, message: reason } =
    error instanceof HubError
      ? error
      : new StoreError('STORE_CORRUPT', `not in the form of a ${type}`);
  return { position, event: id, stream, revision, type, code, reason };
}
