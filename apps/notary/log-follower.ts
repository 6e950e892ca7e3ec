import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import { HubError, StoreError, type Instant } from '#kernel';
import {
  logStream,
  NO_OWN_EVENTS,
  openCheckpoint,
  ownEventsLine,
  widthIn,
  type Bundle,
  type LogPolicy,
  type OwnEvents,
  type ProvedCheckpoint,
  type Tile,
} from '#transparency';
import {
  contradicted,
  factsOf,
  hasQuorum,
  leafRecordedAt,
  nameOf,
  recordedAt,
  seenIn,
} from './stored-checkpoints.ts';
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

export type FollowerOptions = {
  /** Milliseconds between two rounds. */
  readonly every: number;
  /** Called when it stands at what was the store's end, and awaited. Whether the next round begins at once. */
  readonly settled: () => Promise<boolean>;
};

/** A checkpoint that stands in the notary's stream and is of this tree. */
export type Published = ProvedCheckpoint & Pick<Seen, 'revision' | 'checkpoint'>;

/** An event of the log's own stream, and those that stand before it. */
type OwnEvent = { readonly seen: Seen; readonly before: OwnEvents };

/** Milliseconds before one that stopped begins again. */
const RESTART_AFTER = 1_000;

/** Events that are added before they are saved, at most. */
const MOST_UNSAVED = 4_096;

/**
 * The log as any instance makes it from the store alone: a tree of all events but those in the notary's own stream, and
 * the checkpoints that stand in that stream. A checkpoint is published when it stands there, whoever signed it, and has
 * its quorum of witnesses.
 *
 * It reads the store in rounds, each up to the end, and saves what a round adds at once: a checkpoint is due in a second, and
 * what is done for each event alone, while it is recorded, the recording pays for.
 *
 * It goes no further, and says why, once the stream holds what the tree does not begin with, or no longer holds what
 * was seen there: then an older backup of the store was restored.
 */
export class LogFollower {
  readonly stream: string;
  readonly policy: LogPolicy;
  readonly #parts: LogParts;
  readonly #options: FollowerOptions;
  readonly #closing = new AbortController();
  #tree: LogTree | undefined;
  #isOpen = false;
  #signed: Published | undefined;
  #witnessed: Published | undefined;
  #revision = -1;
  #seen: Instant = '';
  #waitingSince: Instant | undefined;
  #refusal: HubError | undefined;
  #isAtEnd = false;
  readonly #running: Promise<void>;

  constructor(parts: LogParts, options: FollowerOptions) {
    this.#parts = parts;
    this.#options = options;
    this.policy = parts.policy;
    this.stream = logStream(parts.policy.origin);
    this.#running = this.#run();
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

  /** What stands in the notary's own stream, as far as the store was read. */
  get own(): OwnEvents {
    return this.#tree?.own ?? NO_OWN_EVENTS;
  }

  /** The last revision of the notary's own stream that is known; what was just appended is not read yet. */
  get revision(): number | 'none' {
    return this.#revision < 0 ? 'none' : this.#revision;
  }

  /** Whether it has once stood at the store's end, and still follows. */
  get isAtEnd(): boolean {
    return this.#isAtEnd && !this.#closing.signal.aborted && !this.#refusal;
  }

  /** Whether everything up to a place in the store is in the tree. */
  reaches(position: Position | 'start'): boolean {
    const read = this.#tree?.position ?? 'start';
    return position === 'start' || (read !== 'start' && read >= position);
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
  entries(bundle: Bundle): readonly string[] | undefined {
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
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted && !this.#refusal) {
      const pause = await this.#round().catch((error: unknown) => this.#stop(error));
      if (pause > 0) await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Takes in all that the store holds by now. @returns milliseconds until the next */
  async #round(): Promise<number> {
    if (!this.#isOpen) await this.#open();
    const tree = this.#tree!;
    const own: OwnEvent[] = [];
    for await (const event of this.#parts.store.readAll(tree.position)) {
      if (this.#closing.signal.aborted) return 0;
      this.#take(tree, event, own);
      if (tree.unsaved >= MOST_UNSAVED) await this.#save(tree, own);
    }
    await this.#save(tree, own);
    this.#isAtEnd = true;
    const { settled, every } = this.#options;
    return (await settled()) ? 0 : every;
  }

  /** Takes up the log where its tiles stand. */
  async #open(): Promise<void> {
    const { store, tiles } = this.#parts;
    this.#tree = await LogTree.open(store, tiles);
    await this.#recall(this.#tree);
    this.#isOpen = true;
  }

  /** What was seen last must still be there; what follows it, and is no longer read with the events, is taken up. */
  async #recall({ position }: LogTree): Promise<void> {
    const { store, tiles } = this.#parts;
    const { seen } = tiles;
    const known = seen.toSorted((one, other) => one.revision - other.revision).at(-1);
    const [first, ...later] = await store.readStream(this.stream, known?.revision ?? 0);
    if (known && (!first || seenIn(first).checkpoint !== known.checkpoint))
      throw contradicted(`the store no longer holds ${nameOf(known, this.policy)}`);
    if (position === 'start') return;
    for (const one of seen) await this.adopt(one);
    for (const event of known ? later : first ? [first, ...later] : [])
      if (this.reaches(event.position)) await this.adopt(seenIn(event));
    this.#waitingSince = await this.#recordedAt(this.published?.size ?? 0);
  }

  /** When the event of a leaf was recorded; undefined where there is no such leaf. */
  async #recordedAt(leaf: number): Promise<Instant | undefined> {
    const { store, tiles } = this.#parts;
    const entry = tiles.entry(leaf);
    if (entry) return leafRecordedAt(entry, store);
    // One that is not saved was recorded a moment ago.
    return leaf < this.size ? this.#seen : undefined;
  }

  #take(tree: LogTree, event: RecordedEvent, own: OwnEvent[]): void {
    const at = recordedAt(event.metadata);
    if (at > this.#seen) this.#seen = at;
    if (event.stream === this.stream) {
      own.push({ seen: seenIn(event), before: tree.own });
      tree.addOwn(event);
    } else {
      this.#waitingSince ??= at;
      tree.add(event);
    }
  }

  async #save(tree: LogTree, own: OwnEvent[]): Promise<void> {
    await tree.save();
    const all = own.splice(0);
    // Of those that were witnessed in one round the last says all that the others do.
    const witnessed = all.findLast(({ seen }) => seen.type === 'CheckpointWitnessed');
    for (const one of all)
      if (one.seen.type !== 'CheckpointWitnessed' || one === witnessed)
        await this.adopt(one.seen, one.before);
  }

  /**
   * Takes a checkpoint that stands in the stream for the newest of its kind, if it is one of this tree.
   * @param before the log's own events before it, where they are known
   * @param proved what it says, where that was verified a moment ago
   */
  async adopt(seen: Seen, before?: OwnEvents, proved?: ProvedCheckpoint): Promise<void> {
    const { type, revision, checkpoint } = seen;
    const isSigned = type === 'CheckpointSigned';
    if (revision <= ((isSigned ? this.#signed : this.#witnessed)?.revision ?? -1)) return;
    const opened = proved ?? openCheckpoint(checkpoint, this.policy);
    const { size, extensions = [] } = opened;
    const signed = this.#signed?.size ?? 0;
    if ((isSigned ? size <= signed : size > signed) || size > this.size)
      throw contradicted(`a checkpoint of ${size} leaves does not follow the one before`);
    // Before its witnesses' word stands the checkpoint itself, which was looked at.
    const isKnown = size === signed && opened.root.equals(this.#signed!.root);
    if (!isKnown && !(await this.#tree!.rootAt(size)).equals(opened.root))
      throw contradicted(`the events are not the ${size} that were signed`);
    if (isSigned && before && extensions.join() !== ownEventsLine(before))
      throw contradicted(`a checkpoint of ${size} leaves was signed after others than these`);
    await this.#parts.tiles.remember(seen);
    const one = { ...opened, revision, checkpoint };
    // With the checkpoint itself: who signs at a revision must have seen what was signed there.
    this.#revision = Math.max(this.#revision, revision);
    if (isSigned) this.#signed = one;
    else if (hasQuorum(one, this.policy) && size > (this.#witnessed?.size ?? 0))
      this.#witnessed = one;
    if (this.published === one) this.#waitingSince = await this.#recordedAt(size);
  }

  /** What contradicts the log ends its work; with anything else it begins again. @returns milliseconds until then */
  #stop(error: unknown): number {
    this.#isAtEnd = false;
    this.#isOpen = false;
    if (!this.#closing.signal.aborted) this.#parts.report('the log has stopped', factsOf(error));
    if (error instanceof HubError && !(error instanceof StoreError)) this.#refusal = error;
    return RESTART_AFTER;
  }
}
