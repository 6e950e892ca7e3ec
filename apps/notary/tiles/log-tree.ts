import type { EventStore, Position, RecordedEvent } from '#event-store';
import {
  edgeTiles,
  GrowingTree,
  leafHash,
  logEntry,
  parseLogEntry,
  TileReader,
  type FullTile,
} from '#transparency';
import type { TileStore } from './tile-store.ts';

/** The log's tree as it grows, with its tiles in a file. */
export class LogTree {
  readonly #tiles: TileStore;
  readonly #tree: GrowingTree;
  readonly #reader: TileReader;
  /** The store was read up to here. */
  readonly position: Position | 'start';

  private constructor(tiles: TileStore) {
    const { size, position } = tiles.grown;
    this.#tiles = tiles;
    this.#tree = GrowingTree.restore(size, (tile) => tiles.tile(tile)!);
    this.#reader = new TileReader((tile) => tiles.tile(tile) ?? Buffer.alloc(0));
    this.position = position;
  }

  /** Goes on where the tiles stand, or begins anew where the store does not hold what they are of. */
  static async open(store: EventStore, tiles: TileStore): Promise<LogTree> {
    if (!(await isOf(store, tiles))) await tiles.clear();
    return new LogTree(tiles);
  }

  get size(): number {
    return this.#tree.size;
  }

  root(): Buffer {
    return this.#tree.root();
  }

  /** The root of the first `size` leaves, from the tiles. */
  rootAt(size: number): Promise<Buffer> {
    return this.#reader.root(size);
  }

  /** That the first `to` leaves begin with the first `from`. */
  consistency(from: number, to: number): Promise<Buffer[]> {
    return this.#reader.consistency(from, to);
  }

  /** Adds a leaf for each event; resolves when its tiles are written. `position`: of the last event that was read. */
  async grow(events: readonly RecordedEvent[], position: Position): Promise<void> {
    const { size } = this.#tree;
    const full: FullTile[] = [];
    const leaves = events.map((event) => ({ event: event.id, entry: logEntry(event) }));
    for (const { entry } of leaves)
      this.#tree.append(leafHash(entry), (tile) => void full.push(tile));
    const edge = leaves.length === 0 ? [] : edgeTiles(this.#tree.size);
    const tiles = [
      ...full.map(({ level, index, hashes }) => ({ level, index, hashes })),
      ...edge.map((tile) => ({ ...tile, hashes: this.#tree.edge(tile)! })),
    ];
    await this.#tiles.grow({ size, position, leaves, tiles });
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
