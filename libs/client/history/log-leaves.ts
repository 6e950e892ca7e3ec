import { EMPTY_ROOT, GrowingTree, leafHash, logEntry, logStream } from '#transparency';
import type { ReplayedEvent } from '../types.ts';

/** The tree that the hub's log must have, made anew from the events, up to each size that was signed. */
export class LogLeaves {
  readonly #own: string;
  readonly #tree = new GrowingTree();
  /** Leaves that no checkpoint covers yet. */
  #waiting: Buffer[] = [];

  constructor(origin: string) {
    this.#own = logStream(origin);
  }

  /** How many leaves the last root was of. */
  get covered(): number {
    return this.#tree.size;
  }

  get size(): number {
    return this.#tree.size + this.#waiting.length;
  }

  take(event: ReplayedEvent): void {
    if (event.stream !== this.#own) this.#waiting.push(leafOf(event));
  }

  /** @param size from `covered` up to `size` */
  rootAt(size: number): Buffer {
    const count = size - this.#tree.size;
    for (const leaf of this.#waiting.slice(0, count)) this.#tree.append(leaf, () => undefined);
    this.#waiting = this.#waiting.slice(count);
    return this.#tree.root();
  }
}

/** What no entry can be made of stands in no log: with another leaf in its place the next root differs. */
function leafOf(event: ReplayedEvent): Buffer {
  try {
    return leafHash(logEntry(event));
  } catch {
    return EMPTY_ROOT;
  }
}
