import { randomUUID } from 'node:crypto';
import {
  GrowingTree,
  leafHash,
  TILE_WIDTH,
  verifyConsistency,
  verifyInclusion,
  type FullTile,
} from '#transparency';
import { TestHub } from '../hub.samples.ts';
import type { PublishedLog } from './published-log.ts';

const SIZE = 300;
const CHECKPOINT = 'hub.example\nas it was signed\n';
const events: readonly string[] = Array.from({ length: SIZE }, () => randomUUID());
const leaves = events.map((event) => leafHash(Buffer.from(event)));

function treeOf(size: number) {
  const tree = new GrowingTree();
  const full: FullTile[] = [];
  for (const leaf of leaves.slice(0, size)) tree.append(leaf, (tile) => void full.push(tile));
  return { tree, full };
}

/** A log of so many leaves, as a notary shows it. */
function sampleLog(): PublishedLog & { isSigned: boolean } {
  const { tree, full } = treeOf(SIZE);
  return {
    isSigned: true,
    get published() {
      return this.isSigned ? { size: SIZE, root: tree.root(), checkpoint: CHECKPOINT } : undefined;
    },
    tile: (tile) =>
      tile.width === TILE_WIDTH
        ? full.find(({ level, index }) => level === tile.level && index === tile.index)?.hashes
        : tree.edge(tile),
    leafOf: (event) => (events.includes(event) ? events.indexOf(event) : undefined),
  };
}

const inBytes = (proof: readonly string[]) => proof.map((one) => Buffer.from(one, 'base64'));

describe('the log over HTTP', () => {
  const log = sampleLog();
  let hub: TestHub;
  beforeAll(async () => (hub = await TestHub.start({ log, contracts: [] })));
  afterAll(() => hub.close());
  const get = (path: string) => fetch(`${hub.origin}/v1/log/${path}`);
  const refused = async (path: string) => {
    const answer = await get(path);
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };

  test('shows its newest checkpoint as it was signed', async () => {
    const answer = await get('checkpoint');
    expect(await answer.text()).toBe(CHECKPOINT);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=1');
  });

  test('proves that an event is in it', async () => {
    type Inclusion = { index: number; proof: string[]; checkpoint: string };
    for (const at of [0, 255, 256, 299]) {
      const answer = await get(`proofs/inclusion?event=${events[at]}`);
      const { index, proof, checkpoint } = (await answer.json()) as Inclusion;
      expect([index, checkpoint]).toEqual([at, CHECKPOINT]);
      const root = treeOf(SIZE).tree.root();
      verifyInclusion({ index, size: SIZE, leaf: leaves[at]!, proof: inBytes(proof), root });
    }
  });

  test('proves that it only grew', async () => {
    for (const from of [1, 255, 256, 299]) {
      const answer = await get(`proofs/consistency?from=${from}&to=${SIZE}`);
      const { proof } = (await answer.json()) as { proof: string[] };
      const [fromRoot, toRoot] = [treeOf(from).tree.root(), treeOf(SIZE).tree.root()];
      verifyConsistency({ from, to: SIZE, proof: inBytes(proof), fromRoot, toRoot });
    }
  });

  test.each([
    ['an event that no checkpoint covers', 404, 'WIRE_NOT_FOUND', () => randomUUID()],
    ['what is no event', 400, 'WIRE_SCHEMA_MISMATCH', () => 'nothing'],
  ])('proves nothing of %s', async (_, status, code, event) => {
    expect(await refused(`proofs/inclusion?event=${event()}`)).toEqual([status, code]);
  });

  test.each(['from=2&to=1', `from=1&to=${SIZE + 1}`, 'from=0&to=1', 'from=1'])(
    'proves no growth where %s',
    async (sizes) => {
      const refusal = await refused(`proofs/consistency?${sizes}`);
      expect(refusal).toEqual([400, 'WIRE_SCHEMA_MISMATCH']);
    },
  );

  test('says to come again while there is no checkpoint', async () => {
    log.isSigned = false;
    for (const path of ['checkpoint', `proofs/inclusion?event=${events[0]}`])
      expect(await refused(path)).toEqual([503, 'STORE_BEHIND']);
    expect((await get('checkpoint')).headers.get('cache-control')).toBe('no-store');
    log.isSigned = true;
  });
});
