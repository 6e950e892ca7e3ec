import type { Json } from '#kernel';
import { codeOf, vectorFile, vectorFiles } from '#testing';
import {
  bundlePath,
  decodeBundle,
  edgeTiles,
  GrowingTree,
  HASH_BYTES,
  leafHash,
  openCheckpoint,
  parseVkey,
  TileReader,
  tilePath,
  verifyConsistency,
  verifyInclusion,
  widthIn,
} from './index.ts';

type Case = {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
} & Readonly<Record<string, Json>>;

const caseOf = (file: string) => JSON.parse(vectorFile(file).toString()) as Case;
const bytes = (text: Json | undefined) => Buffer.from(String(text ?? ''), 'base64');
const proofOf = ({ proof }: Case) => (proof ?? []).map(bytes);

const verifyInclusionOf = (one: Case) =>
  verifyInclusion({
    index: Number(one['leafIdx']),
    size: Number(one['treeSize']),
    leaf: bytes(one['leafHash']),
    proof: proofOf(one),
    root: bytes(one['root']),
  });

const verifyConsistencyOf = (one: Case) =>
  verifyConsistency({
    from: Number(one['size1']),
    to: Number(one['size2']),
    proof: proofOf(one),
    fromRoot: bytes(one['root1']),
    toRoot: bytes(one['root2']),
  });

describe.each([
  ['inclusion', verifyInclusionOf],
  ['consistency', verifyConsistencyOf],
])('the proofs of %s that are public vectors', (kind, verify) => {
  const files = vectorFiles(`merkle/testdata/${kind}`);

  test('are many, good and bad', () => {
    const good = files.map(caseOf).filter(({ wantErr }) => !wantErr);
    expect(good.length).toBeGreaterThan(4);
    expect(files.length - good.length).toBeGreaterThan(80);
  });

  test.each(files)('%s', (file) => {
    const one = caseOf(file);
    // One good case has words for roots; ours are hashes or refused.
    const refused = one.wantErr || bytes(one['root1'] ?? one['root']).length !== HASH_BYTES;
    expect([one.desc, codeOf(() => verify(one))]).toEqual([
      one.desc,
      refused ? 'TRUST_LOG_PROOF' : undefined,
    ]);
  });
});

describe('the log of 15 entries that another implementation made', () => {
  const log = parseVkey(
    'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
  );
  const file = (path: string) => vectorFile(`tlog/testdata/log/${path}`);
  const headAt = (size: number | '') =>
    openCheckpoint(file(`checkpoint${size === '' ? '' : `.${size}`}`).toString(), {
      origin: log.name,
      log,
      witnesses: [],
    });
  const read = (at: number) => new TileReader((tile) => file(tilePath({ ...tile, width: at })));
  const SIZES = Array.from({ length: 16 }, (_, size) => size);

  test.each(SIZES)('has a checkpoint of %d whose signature and root are ours', async (size) => {
    const { root } = headAt(size);
    expect(headAt(size)).toMatchObject({ size, cosignatures: [] });
    expect(await new TileReader((tile) => file(tilePath(tile))).root(size)).toEqual(root);
  });

  test('is the tree that we grow of its entries, with the same tiles', () => {
    const entries = decodeBundle(file(bundlePath({ index: 0, width: 15 })));
    const tree = new GrowingTree();
    for (const [index, entry] of entries.entries()) {
      expect(tree.root()).toEqual(headAt(index).root);
      tree.append(leafHash(entry), () => {});
      const [edge] = edgeTiles(tree.size);
      expect(tree.edge(edge!)).toEqual(file(tilePath(edge!)));
    }
    expect(tree.root()).toEqual(headAt('').root);
  });

  test('proves each entry in each of its trees, and each tree the beginning of the later ones', async () => {
    const entries = decodeBundle(file(bundlePath({ index: 0, width: 15 })));
    for (const size of SIZES.slice(1)) {
      expect(widthIn(size, 0, 0)).toBe(size);
      const { root } = headAt(size);
      for (let index = 0; index < size; index++) {
        const proof = await read(size).inclusion(index, size);
        verifyInclusion({ index, size, leaf: leafHash(entries[index]!), proof, root });
        const from = index + 1;
        const consistency = await read(size).consistency(from, size);
        const fromRoot = headAt(from).root;
        verifyConsistency({ from, to: size, proof: consistency, fromRoot, toRoot: root });
      }
    }
  });
});
