import { TrustError } from '#kernel';
import { EMPTY_ROOT, HASH_BYTES, hashAt, nodeHash } from './hashing.ts';
import {
  consistencyRanges,
  inclusionRanges,
  subtreesOf,
  type Range,
  type Subtree,
} from './ranges.ts';
import { heightsOf, tilePath, TILE_HEIGHT, TILE_WIDTH, widthIn, type Tile } from './tiles.ts';

/** Gives a tile's bytes: from a file, a database, or over HTTP. */
export type ReadTile = (tile: Tile) => Uint8Array | Promise<Uint8Array>;

/** Tiles above the lowest level that are kept with all their inner hashes, 16 KiB each: those of 16 million leaves. */
const KEPT = 256;

/**
 * Roots and proofs computed from tiles alone. Nothing that is read is trusted: a proof made from wrong tiles does
 * not verify.
 */
export class TileReader {
  readonly #read: ReadTile;
  readonly #kept = new Map<string, Buffer[]>();

  constructor(read: ReadTile) {
    this.#read = read;
  }

  /** The root of the tree of the first `size` leaves. */
  async root(size: number): Promise<Buffer> {
    if (size === 0) return EMPTY_ROOT;
    return (await this.#hashes([{ from: 0, to: size }], size))[0]!;
  }

  /** From leaf `index` to the root of the first `size` leaves (RFC 6962 §2.1.1). */
  async inclusion(index: number, size: number): Promise<Buffer[]> {
    if (index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
    return this.#hashes(inclusionRanges(index, size), size);
  }

  /** From the tree of the first `from` leaves to that of the first `to` (RFC 6962 §2.1.2). */
  async consistency(from: number, to: number): Promise<Buffer[]> {
    if (from > to) throw new RangeError(`a tree of ${from} leaves is not the beginning of ${to}`);
    return this.#hashes(consistencyRanges(from, to), to);
  }

  async #hashes(ranges: readonly Range[], size: number): Promise<Buffer[]> {
    const parts = ranges.map(subtreesOf);
    const tiles = new Map(parts.flat().map((one) => [nameOf(one), tileOf(one, size)] as const));
    const read = new Map<string, Buffer[]>();
    await Promise.all(
      [...tiles].map(async ([name, tile]) => void read.set(name, await this.#heights(tile))),
    );
    const hashOf = (one: Subtree): Buffer => {
      const [, height, offset] = placeOf(one);
      return hashAt(read.get(nameOf(one))![height]!, offset);
    };
    return parts.map((subtrees) =>
      subtrees.map(hashOf).reduceRight((right, left) => nodeHash(left, right)),
    );
  }

  async #heights(tile: Tile): Promise<Buffer[]> {
    const name = tilePath(tile);
    const kept = this.#kept.get(name);
    if (kept) return kept;
    const bytes = await this.#read(tile);
    if (bytes.length !== tile.width * HASH_BYTES)
      throw new TrustError('TRUST_LOG_PROOF', `${name} has ${bytes.length} bytes`);
    const heights = heightsOf(bytes);
    if (tile.level > 0) this.#keep(name, heights);
    return heights;
  }

  #keep(name: string, heights: Buffer[]): void {
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(name, heights);
  }
}

/** The level of the tile that holds a subtree, its height there, its offset at that height, and the tile's index. */
function placeOf({
  level,
  index,
}: Subtree): [level: number, height: number, offset: number, tile: number] {
  const height = level % TILE_HEIGHT;
  const across = TILE_WIDTH / 2 ** height;
  return [(level - height) / TILE_HEIGHT, height, index % across, Math.floor(index / across)];
}

function nameOf(subtree: Subtree): string {
  const [level, , , tile] = placeOf(subtree);
  return `${level} ${tile}`;
}

function tileOf(subtree: Subtree, size: number): Tile {
  const [level, , , index] = placeOf(subtree);
  return { level, index, width: widthIn(size, level, index) };
}
