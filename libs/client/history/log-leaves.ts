import { GrowingTree, leafHash, logEntry, logStream } from '#transparency';
import type { ReplayedEvent } from '../types.ts';
import { OwnHistory } from './own-history.ts';

/** A leaf, and the event that it stands for. */
type Leaf = { readonly hash: Buffer; readonly event: ReplayedPlace };
type ReplayedPlace = Omit<ReplayedEvent, 'data' | 'metadata'>;

/** The tree at a size that somebody asked for. */
export type Reached = {
  readonly root: Buffer;
  /** The last event that it covers. */
  readonly last: ReplayedPlace;
  /** The first event that no checkpoint in the store had proved by then. */
  readonly unproved: string;
};

/** Checkpoints between one and its witnesses' word, at most. */
const REMEMBERED = 1_000;

/** The tree that the hub's log must have, made anew from the events, up to each size that was signed. */
export class LogLeaves {
  /** What the log itself appended. */
  readonly own: OwnHistory;
  readonly #stream: string;
  readonly #tree = new GrowingTree();
  readonly #wanted: ReadonlySet<number>;
  readonly #reached = new Map<number, Reached>();
  /** Leaves that no checkpoint covers yet. */
  #waiting: Leaf[] = [];
  /** The last checkpoints that were signed, be they right or wrong. */
  readonly #signed = new Set<string>();
  /** Leaves that a checkpoint proved, and the position of the first one after them. */
  #proved = { size: 0, next: '' };

  /**
   * @param wanted sizes whose roots are asked for when all is over
   * @param ownWanted counts of the log's own events, whose hashes are
   */
  constructor(origin: string, wanted: Iterable<number> = [], ownWanted: Iterable<number> = []) {
    this.own = new OwnHistory(ownWanted);
    this.#stream = logStream(origin);
    this.#wanted = new Set(wanted);
  }

  /** How many leaves the last root was of. */
  get covered(): number {
    return this.#tree.size;
  }

  get size(): number {
    return this.#tree.size + this.#waiting.length;
  }

  take(event: ReplayedEvent): void {
    const entry = entryOf(event);
    if (event.stream === this.#stream) return this.own.take(entry, this.size);
    const { data: _, metadata: __, ...place } = event;
    this.#waiting.push({ hash: leafHash(entry), event: place });
  }

  /** @param size from `covered` up to `size` */
  rootAt(size: number): Buffer {
    const count = size - this.#tree.size;
    for (const leaf of this.#waiting.slice(0, count)) this.#grow(leaf);
    this.#waiting = this.#waiting.slice(count);
    return this.#tree.root();
  }

  /** A checkpoint proved the last root that was asked for: a difference further on is of a later event. */
  prove(): void {
    this.#proved = { size: this.#tree.size, next: '' };
  }

  /** A checkpoint stands in the log's stream: witnesses may see it from now on, and will soon or not at all. */
  sign(checkpoint: string): void {
    this.#signed.add(checkpoint);
    if (this.#signed.size > REMEMBERED) this.#signed.delete(this.#signed.values().next().value!);
  }

  isSigned(checkpoint: string): boolean {
    return this.#signed.has(checkpoint);
  }

  /** How many leaves a checkpoint proved. */
  get proved(): number {
    return this.#proved.size;
  }

  /** The position of the first event that is not proved. */
  get unproved(): string {
    return this.#proved.next;
  }

  /** The tree at a size that was wanted; undefined where it has not come so far. */
  reached(size: number): Reached | undefined {
    return this.#reached.get(size);
  }

  #grow({ hash, event }: Leaf): void {
    if (this.#tree.size === this.#proved.size) this.#proved.next = event.position;
    this.#tree.append(hash, () => undefined);
    const { size } = this.#tree;
    if (this.#wanted.has(size))
      this.#reached.set(size, { root: this.#tree.root(), last: event, unproved: this.unproved });
  }
}

/** What no entry can be made of stands in no log: with another one in its place the next root differs. */
function entryOf(event: ReplayedEvent): Buffer {
  try {
    return logEntry(event);
  } catch {
    return Buffer.alloc(0);
  }
}
