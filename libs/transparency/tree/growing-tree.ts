import { EMPTY_ROOT, HASH_BYTES, hashAt, nodeHash } from './hashing.ts';
import { edgeTiles, hashesOf, heightsOf, TILE_HEIGHT, TILE_WIDTH, type Tile } from './tiles.ts';

/** A tile that will never change again, and the root of its subtree. */
export type FullTile = Omit<Tile, 'width'> & { readonly hashes: Buffer; readonly root: Buffer };

/** A complete subtree of 2^level leaves at the right edge. */
type Peak = { readonly level: number; readonly hash: Buffer };

/**
 * A tree that grows by one leaf after another: about two hashes a leaf, and it remembers only its right edge. Full
 * tiles are handed on the moment they are.
 */
export class GrowingTree {
  #size = 0;
  readonly #rows: Buffer[][] = [];
  readonly #peaks: Peak[] = [];

  /** The tree of `size` leaves whose edge `read` gives: the tiles of `edgeTiles(size)`. */
  static restore(size: number, read: (tile: Tile) => Uint8Array): GrowingTree {
    const tree = new GrowingTree();
    tree.#size = size;
    for (const tile of edgeTiles(size).reverse()) {
      const bytes = read(tile);
      tree.#rows[tile.level] = hashesOf(Buffer.from(bytes));
      tree.#peaks.push(...peaksOf(bytes, tile));
    }
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  append(leaf: Buffer, full: (tile: FullTile) => void): void {
    let hash = leaf;
    this.#row(0).push(leaf);
    for (let level = 0; ;) {
      if (Math.floor(this.#size / 2 ** level) % 2 === 0) {
        this.#peaks.push({ level, hash });
        break;
      }
      hash = nodeHash(this.#peaks.pop()!.hash, hash);
      if (++level % TILE_HEIGHT === 0) this.#complete(level / TILE_HEIGHT - 1, hash, full);
    }
    this.#size++;
  }

  root(): Buffer {
    if (this.#size === 0) return EMPTY_ROOT;
    return this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }

  /** The first `width` hashes of a tile at the edge; undefined for one that is full, or not that wide yet. */
  edge({ level, index, width }: Tile): Buffer | undefined {
    const row = this.#rows[level] ?? [];
    const isEdge = index === Math.floor(this.#size / TILE_WIDTH ** (level + 1));
    return isEdge && width > 0 && width <= row.length
      ? Buffer.concat(row.slice(0, width), width * HASH_BYTES)
      : undefined;
  }

  #complete(level: number, root: Buffer, full: (tile: FullTile) => void): void {
    const index = Math.floor(this.#size / TILE_WIDTH ** (level + 1));
    full({ level, index, hashes: Buffer.concat(this.#row(level)), root });
    this.#rows[level] = [];
    this.#row(level + 1).push(root);
  }

  #row(level: number): Buffer[] {
    return (this.#rows[level] ??= []);
  }
}

/** The complete subtrees of a partial tile, from left to right. */
function peaksOf(bytes: Uint8Array, { level, width }: Tile): Peak[] {
  const heights = heightsOf(bytes);
  const peaks: Peak[] = [];
  for (let height = TILE_HEIGHT - 1, from = 0; height >= 0; height--) {
    if (Math.floor(width / 2 ** height) % 2 === 0) continue;
    peaks.push({
      level: level * TILE_HEIGHT + height,
      hash: Buffer.from(hashAt(heights[height]!, from / 2 ** height)),
    });
    from += 2 ** height;
  }
  return peaks;
}
