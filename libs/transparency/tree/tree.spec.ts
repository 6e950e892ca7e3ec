import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { codeOf } from '#testing';
import { GrowingTree, type FullTile } from './growing-tree.ts';
import { EMPTY_ROOT, leafHash } from './hashing.ts';
import { TileReader } from './tile-reader.ts';
import { edgeTiles, parseTilePath, tilePath, TILE_WIDTH, widthIn, type Tile } from './tiles.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

/** RFC 6962 §2.1 as it stands there. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return hash('sha256', '', 'buffer');
  if (leaves.length === 1) return leaves[0]!;
  const parts = halves(leaves).map(naiveRoot);
  return hash('sha256', Buffer.concat([Buffer.from([1]), ...parts]), 'buffer');
}

/** RFC 6962 §2.1.1 as it stands there. */
function naiveInclusion(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const [left, right] = halves(leaves);
  return index < left.length
    ? [...naiveInclusion(index, left), naiveRoot(right)]
    : [...naiveInclusion(index - left.length, right), naiveRoot(left)];
}

/** RFC 6962 §2.1.2 as it stands there. */
function naiveConsistency(from: number, leaves: readonly Buffer[], isKnown = true): Buffer[] {
  if (from === leaves.length) return isKnown ? [] : [naiveRoot(leaves)];
  const [left, right] = halves(leaves);
  return from <= left.length
    ? [...naiveConsistency(from, left, isKnown), naiveRoot(right)]
    : [...naiveConsistency(from - left.length, right, false), naiveRoot(left)];
}

function halves(leaves: readonly Buffer[]): [Buffer[], Buffer[]] {
  const middle = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return [leaves.slice(0, middle), leaves.slice(middle)];
}

const leaves = Array.from({ length: 70_000 }, (_, n) => leafHash(Buffer.from(`entry ${n}`)));

/** A tree and all its full tiles. */
class Kept {
  readonly tree: GrowingTree;
  readonly full = new Map<string, Buffer>();

  constructor(size: number, tree = new GrowingTree()) {
    this.tree = tree;
    this.grow(size);
  }

  grow(size: number): void {
    while (this.tree.size < size)
      this.tree.append(leaves[this.tree.size]!, (one) => this.keep(one));
  }

  keep({ level, index, hashes }: FullTile): void {
    this.full.set(`${level} ${index}`, hashes);
  }

  /** A partial tile of an older tree is the beginning of what it has become. */
  readonly read = ({ level, index, width }: Tile): Buffer =>
    this.full.get(`${level} ${index}`)?.subarray(0, width * 32) ??
    this.tree.edge({ level, index, width })!;
}

const whole = new Kept(leaves.length);
const size = fc.oneof(
  fc.integer({ min: 1, max: 1_100 }),
  fc.constantFrom(255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 70_000),
  fc.integer({ min: 1, max: 70_000 }),
);

describe('a tree kept as tiles', () => {
  test.each([0, 1, 2, 3, 255, 256, 257, 1_000])(
    'of %d leaves has the root of the RFC',
    async (count) => {
      const root = naiveRoot(leaves.slice(0, count));
      expect(new Kept(count).tree.root()).toEqual(root);
      expect(await new TileReader(whole.read).root(count)).toEqual(root);
    },
  );

  test('gives root and proofs as the RFC does, hash by hash', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_100 }), fc.nat(), async (count, choice) => {
        const some = leaves.slice(0, count);
        const reader = new TileReader(whole.read);
        const [index, from] = [choice % count, 1 + (choice % count)];
        expect(new Kept(count).tree.root()).toEqual(naiveRoot(some));
        expect(await reader.inclusion(index, count)).toEqual(naiveInclusion(index, some));
        expect(await reader.consistency(from, count)).toEqual(naiveConsistency(from, some));
      }),
    ));

  test('without leaves has the root of nothing', () =>
    expect(new GrowingTree().root()).toEqual(EMPTY_ROOT));

  test('proves every leaf in every tree, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat({ max: 31 }), async (count, choice, byte) => {
        const index = choice % count;
        const reader = new TileReader(whole.read);
        const [proof, root] = [await reader.inclusion(index, count), await reader.root(count)];
        const leaf = leaves[index]!;
        verifyInclusion({ index, size: count, leaf, proof, root });
        const refused = (change: object) =>
          codeOf(() => verifyInclusion({ index, size: count, leaf, proof, root, ...change }));
        const other = Buffer.from(leaf);
        other[byte]! ^= 1;
        expect(refused({ leaf: other })).toBe('TRUST_LOG_PROOF');
        expect(refused({ root: other })).toBe('TRUST_LOG_PROOF');
        expect(refused({ index: count })).toBe('TRUST_LOG_PROOF');
        expect(refused({ proof: [...proof, leaf] })).toBe('TRUST_LOG_PROOF');
        if (proof.length === 0) return;
        expect(refused({ proof: proof.slice(1) })).toBe('TRUST_LOG_PROOF');
        expect(refused({ proof: [other, ...proof.slice(1)] })).toBe('TRUST_LOG_PROOF');
      }),
    ));

  test('proves each tree the beginning of the later ones, and no other', () =>
    fc.assert(
      fc.asyncProperty(size, size, async (one, another) => {
        const [from, to] = [Math.min(one, another), Math.max(one, another)];
        const reader = new TileReader(whole.read);
        const proof = await reader.consistency(from, to);
        const [fromRoot, toRoot] = [await reader.root(from), await reader.root(to)];
        verifyConsistency({ from, to, proof, fromRoot, toRoot });
        const refused = (change: object) =>
          codeOf(() => verifyConsistency({ from, to, proof, fromRoot, toRoot, ...change }));
        const other = leaves[0]!.map((byte) => byte ^ 1);
        expect(refused({ fromRoot: other })).toBe('TRUST_LOG_PROOF');
        expect(refused({ toRoot: other })).toBe('TRUST_LOG_PROOF');
        expect(refused({ from: to + 1 })).toBe('TRUST_LOG_PROOF');
        expect(refused({ from: 0 })).toBe('TRUST_LOG_PROOF');
        expect(refused({ proof: [...proof, other] })).toBe('TRUST_LOG_PROOF');
      }),
    ));

  test('goes on from its edge as if it had never stopped', () =>
    fc.assert(
      fc.property(size, fc.integer({ min: 0, max: 600 }), (count, more) => {
        const restored = new Kept(0, GrowingTree.restore(count, whole.read));
        const goal = Math.min(count + more, leaves.length);
        restored.grow(goal);
        const same = new Kept(0, GrowingTree.restore(goal, whole.read));
        expect(restored.tree.root()).toEqual(same.tree.root());
        for (const tile of edgeTiles(goal))
          expect(restored.tree.edge(tile)).toEqual(whole.read(tile));
        for (const [place, hashes] of restored.full) expect(hashes).toEqual(whole.full.get(place));
      }),
      { numRuns: 60 },
    ));

  test('gives at its edge no more than there is, and nothing that is full', () => {
    const { tree } = new Kept(300);
    expect(tree.edge({ level: 0, index: 1, width: 44 })).toHaveLength(44 * 32);
    expect(tree.edge({ level: 0, index: 1, width: 45 })).toBeUndefined();
    expect(tree.edge({ level: 0, index: 0, width: 1 })).toBeUndefined();
    expect(tree.edge({ level: 1, index: 0, width: 1 })).toHaveLength(32);
    expect(tree.edge({ level: 2, index: 0, width: 1 })).toBeUndefined();
  });

  test('of 70,000 leaves has the tiles that the specification counts', () => {
    expect([...whole.full.keys()].filter((place) => place.startsWith('0 '))).toHaveLength(273);
    expect([...whole.full.keys()].filter((place) => place.startsWith('1 '))).toHaveLength(1);
    expect(edgeTiles(70_000)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(edgeTiles(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(widthIn(70_000, 0, 272)).toBe(TILE_WIDTH);
    expect(widthIn(70_000, 0, 274)).toBe(0);
  });

  test('from wrong tiles proves nothing', async () => {
    const short = new TileReader((tile) => whole.read(tile).subarray(32));
    await expect(short.root(300)).rejects.toMatchObject({ code: 'TRUST_LOG_PROOF' });
    const wrong = new TileReader((tile) => whole.read(tile).map((byte) => byte ^ 1));
    const [proof, root] = [await wrong.inclusion(7, 300), whole.tree.root()];
    expect(
      codeOf(() => verifyInclusion({ index: 7, size: 300, leaf: leaves[7]!, proof, root })),
    ).toBe('TRUST_LOG_PROOF');
  });
});

describe('the path of a tile', () => {
  test.each<[string, Tile]>([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/000.p/1', { level: 0, index: 0, width: 1 }],
    ['tile/12/x001/x234/067', { level: 12, index: 1_234_067, width: 256 }],
    ['tile/63/x001/000.p/255', { level: 63, index: 1_000, width: 255 }],
  ])('%s', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test('of entries', () =>
    expect(parseTilePath('tile/entries/x001/234.p/8')).toEqual({
      level: 'entries',
      index: 1_234,
      width: 8,
    }));

  test.each([
    ...['tile/64/000', 'tile/00/000', 'tile/0/0', 'tile/0/x000/001', 'tile/0/001/002'],
    ...['tile/0/000.p/0', 'tile/0/000.p/256', 'tile/0/000.p/01', 'tile/0/000.p/8/', '/tile/0/000'],
    ...['tile/0/x001/x234/x567/x890/x123/456', 'tile/entry/000', 'tile/0/../000', 'tile/0/000.p'],
  ])('is never %s', (path) => expect(parseTilePath(path)).toBeUndefined());
});
