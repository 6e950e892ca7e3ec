import type { EventStore, Position, RecordedEvent, Subscription } from '#event-store';
import { HubError, isInstant, StoreError, TrustError, type Instant } from '#kernel';
import {
  logStream,
  openCheckpoint,
  parseLogEntry,
  widthIn,
  type Bundle,
  type LogEvent,
  type LogPolicy,
  type ProvedCheckpoint,
  type Tile,
} from '#transparency';
import { LogTree } from './tiles/log-tree.ts';
import type { Seen, TileStore } from './tiles/tile-store.ts';

/** Something that whoever runs the log should know. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;

export type LogParts = {
  readonly store: EventStore;
  readonly tiles: TileStore;
  /** The log's name and key, and the quorum of witnesses that a checkpoint needs before it is shown: 0 for none. */
  readonly policy: LogPolicy;
  readonly report: Report;
};

/** A checkpoint that stands in the notary's stream and is of this tree. */
export type Published = ProvedCheckpoint & Pick<Seen, 'revision' | 'checkpoint'>;

/** Milliseconds before one that stopped begins again. */
const RESTART_AFTER = 1_000;

/**
 * The log as any instance makes it from the store alone: a tree of all events but those in the notary's own stream, and
 * the checkpoints that stand in that stream. A checkpoint is published when it comes back from there, whoever signed it,
 * and has its quorum of witnesses.
 *
 * It goes no further, and says why, once the stream holds what the tree does not begin with, or no longer holds what
 * was seen there: then an older backup of the store was restored.
 */
export class LogFollower {
  readonly stream: string;
  readonly policy: LogPolicy;
  readonly #parts: LogParts;
  readonly #moved: () => void;
  #tree: LogTree | undefined;
  #subscription: Subscription | undefined;
  #signed: Published | undefined;
  #witnessed: Published | undefined;
  #position: Position | 'start' = 'start';
  #revision = -1;
  #seen: Instant = '';
  #waitingSince: Instant | undefined;
  #refusal: HubError | undefined;
  #isAtEnd = false;
  #timer: NodeJS.Timeout | undefined;
  #starting: Promise<void>;
  #isClosed = false;

  /** @param moved called whenever there is more of the log, or it stands at the store's end */
  constructor(parts: LogParts, moved: () => void = () => {}) {
    this.#parts = parts;
    this.#moved = moved;
    this.policy = parts.policy;
    this.stream = logStream(parts.policy.origin);
    this.#starting = this.#start();
  }

  /** The newest that has its quorum. Undefined until there is one, and while what is there was not checked. */
  get published(): Published | undefined {
    return this.policy.quorum === 0 ? this.#signed : this.#witnessed;
  }

  /** The newest that the log signed, whoever has witnessed it. */
  get signed(): Published | undefined {
    return this.#signed;
  }

  /** Why it goes no further; undefined while it does. */
  get refusal(): HubError | undefined {
    return this.#refusal;
  }

  /** Since when an event has waited to be covered by a published checkpoint; undefined while none does. */
  get waitingSince(): Instant | undefined {
    return this.#waitingSince;
  }

  /** Leaves so far. */
  get size(): number {
    return this.#tree?.size ?? 0;
  }

  /** When the last event was recorded: nothing is recorded below it. */
  get seen(): Instant {
    return this.#seen;
  }

  /** Where the notary's own stream stands. */
  get revision(): number | 'none' {
    return this.#revision < 0 ? 'none' : this.#revision;
  }

  /** Whether it has once stood at the store's end, and still follows. */
  get isAtEnd(): boolean {
    return this.#isAtEnd && !this.#isClosed && !this.#refusal;
  }

  /** Whether everything up to a place in the store is in the tree. */
  reaches(position: Position | 'start'): boolean {
    return position === 'start' || (this.#position !== 'start' && this.#position >= position);
  }

  root(): Buffer {
    return this.#tree!.root();
  }

  /** Between two sizes of this tree. */
  consistency(from: number, to: number): Promise<Buffer[]> {
    return this.#tree!.consistency(from, to);
  }

  /** The hashes of a tile of the published tree, undefined where it has no such tile. */
  tile(tile: Tile): Buffer | undefined {
    const most = widthIn(this.published?.size ?? 0, tile.level, tile.index);
    return tile.width <= most ? this.#parts.tiles.tile(tile) : undefined;
  }

  /** The entries of a bundle of the published tree. */
  entries(bundle: Bundle): readonly Buffer[] | undefined {
    const most = widthIn(this.published?.size ?? 0, 0, bundle.index);
    return bundle.width <= most ? this.#parts.tiles.entries(bundle) : undefined;
  }

  /** The leaf of an event, by its id; undefined while no published checkpoint covers it. */
  leafOf(event: string): number | undefined {
    const leaf = this.#parts.tiles.leafOf(event);
    return leaf !== undefined && leaf < (this.published?.size ?? 0) ? leaf : undefined;
  }

  /** For good: what was found contradicts the log. */
  refuse(reason: string): void {
    this.#stop(contradicted(reason));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#starting;
    await this.#subscription?.close();
  }

  /** Takes up the log where its tiles stand. */
  async #start(): Promise<void> {
    try {
      const { store, tiles } = this.#parts;
      this.#tree = await LogTree.open(store, tiles);
      this.#position = this.#tree.position;
      await this.#recall();
      this.#subscription = store.subscribeToAll(this.#position, undefined, {
        events: (batch) => this.#take(batch),
        caughtUp: () => {
          this.#isAtEnd = true;
          this.#moved();
        },
        failed: (error) => this.#stop(error),
      });
    } catch (error) {
      this.#stop(error);
    }
  }

  /** What was seen last must still be there; what follows it, and is no longer read with the events, is taken up. */
  async #recall(): Promise<void> {
    const { store, tiles } = this.#parts;
    const { seen } = tiles;
    const known = seen.toSorted((one, other) => one.revision - other.revision).at(-1);
    const [first, ...later] = await store.readStream(this.stream, known?.revision ?? 0);
    if (known && (!first || seenIn(first).checkpoint !== known.checkpoint))
      throw contradicted('the store no longer holds the last checkpoint');
    if (this.#position === 'start') return;
    for (const one of seen) await this.#adopt(one);
    for (const event of known ? later : first ? [first, ...later] : [])
      if (this.reaches(event.position)) await this.#adopt(seenIn(event));
    this.#waitingSince = await this.#recordedAt(this.published?.size ?? 0);
  }

  /** When the event of a leaf was recorded; undefined where there is no such leaf. */
  async #recordedAt(leaf: number): Promise<Instant | undefined> {
    const { store, tiles } = this.#parts;
    const entry = tiles.entry(leaf);
    if (!entry) return undefined;
    const { stream, revision } = parseLogEntry(entry);
    const [event] = await store.readStream(stream, revision);
    return event && recordedAt(event.metadata);
  }

  async #take(batch: readonly RecordedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const own = batch.filter(({ stream }) => stream === this.stream);
    const leaves = batch.filter(({ stream }) => stream !== this.stream);
    for (const { metadata } of batch) this.#seen = laterOf(this.#seen, recordedAt(metadata));
    if (leaves[0]) this.#waitingSince ??= recordedAt(leaves[0].metadata);
    await this.#tree!.grow(leaves, last.position);
    this.#position = last.position;
    // Of those that were witnessed in one batch the last says all that the others do.
    const witnessed = own.findLast(({ type }) => type === 'CheckpointWitnessed');
    for (const event of own)
      if (event.type !== 'CheckpointWitnessed' || event === witnessed)
        await this.#adopt(seenIn(event), recordedAt(event.metadata));
    this.#moved();
  }

  /** Takes a checkpoint that stands in the stream for the newest of its kind, if it is one of this tree. */
  async #adopt(seen: Seen, at?: Instant): Promise<void> {
    const { type, revision, checkpoint } = seen;
    const isSigned = type === 'CheckpointSigned';
    if (revision <= ((isSigned ? this.#signed : this.#witnessed)?.revision ?? -1)) return;
    const opened = openCheckpoint(checkpoint, this.policy);
    const { size } = opened;
    const signed = this.#signed?.size ?? 0;
    if ((isSigned ? size <= signed : size > signed) || size > this.size)
      throw contradicted(`a checkpoint of ${size} leaves does not follow the one before`);
    if (!(await this.#tree!.rootAt(size)).equals(opened.root))
      throw contradicted(`the events are not the ${size} that were signed`);
    await this.#remember(seen);
    const one = { ...opened, revision, checkpoint };
    // With the checkpoint itself: who signs at a revision must have seen what was signed there.
    this.#revision = Math.max(this.#revision, revision);
    if (isSigned) this.#signed = one;
    else if (hasQuorum(one, this.policy) && size > (this.#witnessed?.size ?? 0))
      this.#witnessed = one;
    if (this.published === one) this.#waitingSince = this.size > size ? at : undefined;
  }

  async #remember(seen: Seen): Promise<void> {
    const { tiles } = this.#parts;
    const known = tiles.seen.find(({ type }) => type === seen.type);
    if (seen.revision > (known?.revision ?? -1)) await tiles.remember(seen);
  }

  /** What contradicts the log ends its work; with anything else it begins again. */
  #stop(error: unknown): void {
    this.#isAtEnd = false;
    this.#parts.report('the log has stopped', factsOf(error));
    if (this.#isClosed) return;
    if (error instanceof HubError && !(error instanceof StoreError)) {
      this.#refusal = error;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#starting = this.#start();
    }, RESTART_AFTER);
  }
}

function seenIn({ type, revision, data }: RecordedEvent): Seen {
  const { checkpoint } = JSON.parse(data) as Partial<LogEvent['data']>;
  const isKnown = type === 'CheckpointSigned' || type === 'CheckpointWitnessed';
  if (!isKnown || checkpoint === undefined)
    throw contradicted('something else than checkpoints stands in its stream');
  return { type, revision, checkpoint };
}

const hasQuorum = ({ cosignatures }: ProvedCheckpoint, { quorum }: LogPolicy): boolean =>
  new Set(cosignatures.map(({ witness }) => witness)).size >= quorum;

function recordedAt(metadata: string): Instant {
  const at = /"recordedAt":"([^"]{24})"/.exec(metadata)?.[1];
  return isInstant(at) ? at : '';
}

const laterOf = (one: Instant, other: Instant): Instant => (other > one ? other : one);

const contradicted = (reason: string) => new TrustError('TRUST_LOG_FORK', reason);

/** What a report says of an error. */
export const factsOf = (error: unknown) => ({
  code: error instanceof HubError ? error.code : 'UNEXPECTED',
  message: String(error),
});
