import type { EventStore, Position, RecordedEvent } from '#event-store';
import {
  edgeTiles,
  GrowingTree,
  leafHash,
  logEntry,
  parseLogEntry,
  TileReader,
  withOwnEvent,
  type FullTile,
  type OwnEvents,
} from '#transparency';
import type { Growth } from './operations.ts';
import type { TileStore } from './tile-store.ts';

/** The log's tree as it grows, with its tiles in a file: what was added since is written by `save`. */
export class LogTree {
  readonly #tiles: TileStore;
  readonly #tree: GrowingTree;
  readonly #reader: TileReader;
  #position: Position | 'start';
  #own: OwnEvents;
  readonly #leaves: { readonly event: string; readonly entry: Buffer }[] = [];
  readonly #ownLeaves: Growth['own'][number][] = [];
  readonly #full: FullTile[] = [];

  private constructor(tiles: TileStore) {
    const { size, position, own } = tiles.grown;
    this.#tiles = tiles;
    this.#tree = GrowingTree.restore(size, (tile) => tiles.tile(tile)!);
    this.#reader = new TileReader((tile) => tiles.tile(tile) ?? Buffer.alloc(0));
    this.#position = position;
    this.#own = own;
  }

  /** Goes on where the tiles stand, or begins anew where the store does not hold what they are of. */
  static async open(store: EventStore, tiles: TileStore): Promise<LogTree> {
    if (!(await isOf(store, tiles))) await tiles.clear();
    return new LogTree(tiles);
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The store was read up to here. */
  get position(): Position | 'start' {
    return this.#position;
  }

  /** The events of the log's own stream so far. */
  get own(): OwnEvents {
    return this.#own;
  }

  /** Events that are not saved yet. */
  get unsaved(): number {
    return this.#leaves.length + this.#ownLeaves.length;
  }

  root(): Buffer {
    return this.#tree.root();
  }

  /** The root of the first `size` leaves; of an earlier tree from the tiles that are saved. */
  async rootAt(size: number): Promise<Buffer> {
    return size === this.size ? this.root() : this.#reader.root(size);
  }

  /** That the first `to` leaves begin with the first `from`; of what is saved. */
  consistency(from: number, to: number): Promise<Buffer[]> {
    return this.#reader.consistency(from, to);
  }

  /** The next event of the store, as a leaf. */
  add(event: RecordedEvent): void {
    const entry = logEntry(event);
    this.#tree.append(leafHash(entry), (tile) => void this.#full.push(tile));
    this.#leaves.push({ event: event.id, entry });
    this.#position = event.position;
  }

  /** The next event of the store, where it is of the log's own stream. */
  addOwn(event: RecordedEvent): void {
    const entry = logEntry(event);
    const leaves = this.#tree.size;
    this.#own = withOwnEvent(this.#own, entry, leaves);
    this.#ownLeaves.push({ leaves, entry });
    this.#position = event.position;
  }

  /** Resolves when the tiles of all that was added are written: a level's edge once, however much it grew. */
  async save(): Promise<void> {
    const position = this.#position;
    if (this.unsaved === 0 || position === 'start') return;
    const leaves = this.#leaves.splice(0);
    const own = this.#ownLeaves.splice(0);
    const { size } = this.#tree;
    const edge = leaves.length === 0 ? [] : edgeTiles(size);
    const tiles = [
      ...this.#full.splice(0).map(({ level, index, hashes }) => ({ level, index, hashes })),
      ...edge.map((tile) => ({ ...tile, hashes: this.#tree.edge(tile)! })),
    ];
    let end = 0;
    const ends = leaves.map(({ entry }) => (end += entry.length));
    const entries = { bytes: Buffer.concat(leaves.map(({ entry }) => entry)), ends };
    const events = leaves.map(({ event }) => event);
    const { count: ownCount, hash: ownHash } = this.#own;
    await this.#tiles.grow({ size, position, events, entries, tiles, own, ownCount, ownHash });
  }
}

/** Whether the tiles were made from this store: their last entry is of an event in its place. */
async function isOf(store: EventStore, tiles: TileStore): Promise<boolean> {
  const { size, position } = tiles.grown;
  const end = await store.end();
  if (position === 'start') return true;
  if (end === 'start' || end < position) return false;
  if (size === 0) return true;
  const entry = tiles.entry(size - 1);
  if (!entry) return false;
  const { stream, revision } = parseLogEntry(entry);
  const [event] = await store.readStream(stream, revision);
  return event !== undefined && logEntry(event).equals(entry);
}
