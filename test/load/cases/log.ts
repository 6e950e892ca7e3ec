import { hash, randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  GrowingTree,
  leafHash,
  logEntry,
  TileReader,
  verifyInclusion,
  type FullTile,
  type ReadTile,
} from '#transparency';
import { median, percentile, type Bench, type Case, type Group } from '../case.ts';

const MILLION = 1_000_000;
const SIZES = { 'log.proof.1m': MILLION, 'log.proof.10m': 10 * MILLION };
const APPENDED = 300_000;
const ROUNDS = 3;
const PROOFS = 3_000;
const WARM_UP = 500;

/**
 * The log's tree. `log.append`: entries become leaves, and after each thousand there is a root, as if each were a
 * checkpoint. `log.proof`: a random event is proved to be in the whole tree, from tiles that lie in a database.
 */
export const log: Group = {
  cases: ['log.append', ...Object.keys(SIZES)],

  async measure(bench) {
    const cases: Case[] = [];
    if (bench.wanted.has('log.append')) cases.push(append(bench));
    const sizes = Object.entries(SIZES).filter(([name]) => bench.wanted.has(name));
    if (sizes.length === 0) return cases;
    const tiles = new Tiles(join(bench.folder, 'tiles.db'));
    for (const [name, size] of sizes) {
      bench.progress(`${name}: growing the tree`);
      tiles.grow(size);
      cases.push(await proof(name, size, tiles, bench));
    }
    tiles.close();
    return cases;
  },
};

function append({ progress }: Bench): Case {
  const entries = Array.from({ length: 1_000 }, (_, n) => entryOf(n));
  const rates: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`log.append: round ${round + 1} of ${ROUNDS}`);
    floors.push(hashesAlone(entries));
    const tree = new GrowingTree();
    const begun = performance.now();
    for (let n = 0; n < APPENDED; n++) {
      tree.append(leafHash(entries[n % entries.length]!), ignore);
      if (n % entries.length === 0) tree.root();
    }
    rates.push(rate(begun));
  }
  const value = median(rates);
  const floor = { name: 'SHA-256 of an entry and of a node, leaves/s', value: median(floors) };
  return { name: 'log.append', value, unit: 'leaves/s', floor, ratio: value / floor.value };
}

/** As long as the entry of a pushed certificate. */
const entryOf = (n: number): Buffer =>
  logEntry({
    id: '00000000-0000-4000-8000-000000000000',
    stream: `certificate-KG.MOH-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    revision: 0,
    type: 'CertificateIssued',
    data: `${n}`,
    metadata: `${n}`,
  });

function hashesAlone(entries: readonly Buffer[]): number {
  const node = randomBytes(65);
  const begun = performance.now();
  for (let n = 0; n < APPENDED; n++) {
    hash('sha256', entries[n % entries.length]!, 'binary');
    hash('sha256', node, 'binary');
  }
  return rate(begun);
}

const rate = (begun: number): number => (APPENDED / (performance.now() - begun)) * 1000;

async function proof(name: string, size: number, tiles: Tiles, bench: Bench): Promise<Case> {
  bench.progress(`${name}: proving`);
  const reader = new TileReader(tiles.read);
  const root = await reader.root(size);
  const times = new Float64Array(PROOFS);
  for (let n = -WARM_UP; n < PROOFS; n++) {
    const index = randomInt(size);
    const begun = performance.now();
    const hashes = await reader.inclusion(index, size);
    if (n >= 0) times[n] = performance.now() - begun;
    verifyInclusion({ index, size, leaf: leafOf(index), proof: hashes, root });
  }
  const p50 = percentile(times, 0.5);
  return { name, value: p50 * 1000, unit: 'µs', p50, p99: percentile(times, 0.99) };
}

const leafOf = (index: number): Buffer => hash('sha256', String(index), 'buffer');

const ignore = (): void => {};

/** A tree's tiles: full ones in a database file, those at its edge in memory. */
class Tiles {
  readonly #tree = new GrowingTree();
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
      CREATE TABLE tile (level INTEGER, number INTEGER, hashes BLOB, PRIMARY KEY (level, number))`);
  }

  grow(size: number): void {
    const insert = this.#db.prepare('INSERT INTO tile VALUES (?, ?, ?)');
    const keep = ({ level, index, hashes }: FullTile) => void insert.run(level, index, hashes);
    this.#db.exec('BEGIN');
    while (this.#tree.size < size) this.#tree.append(leafOf(this.#tree.size), keep);
    this.#db.exec('COMMIT');
  }

  get read(): ReadTile {
    const select = this.#db.prepare('SELECT hashes FROM tile WHERE level = ? AND number = ?');
    return (tile) =>
      this.#tree.edge(tile) ?? (select.get(tile.level, tile.index)!['hashes'] as Uint8Array);
  }

  close(): void {
    this.#db.close();
  }
}
