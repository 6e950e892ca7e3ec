import {
  accessLogOrigin,
  GrowingTree,
  leafHash,
  logEntry,
  signCheckpoint,
  TILE_WIDTH,
  type FullTile,
  type Tile,
} from '#transparency';
import type { TestHub } from '../hub.samples.ts';
import type { PublishedLog } from './published-log.ts';

/** A log of a hub that has no notary: `sign` covers all that the hub has recorded of the exchange, or in its access log. */
export class SampleLog implements PublishedLog {
  published: PublishedLog['published'];
  readonly #tree = new GrowingTree();
  readonly #full: FullTile[] = [];
  readonly #leaves = new Map<string, number>();

  readonly #which: 'exchange' | 'access';

  constructor(which: 'exchange' | 'access' = 'exchange') {
    this.#which = which;
  }

  async sign(hub: TestHub): Promise<void> {
    for (const event of (await hub.events(this.#which)).slice(this.#tree.size)) {
      this.#leaves.set(event.id, this.#tree.size);
      this.#tree.append(leafHash(logEntry(event)), (tile) => void this.#full.push(tile));
    }
    const head = { size: this.#tree.size, root: this.#tree.root() };
    const { origin: exchange } = hub.federation.genesis.document;
    const origin = this.#which === 'access' ? accessLogOrigin(exchange) : exchange;
    this.published = {
      ...head,
      checkpoint: signCheckpoint({ origin, ...head }, hub.key('HUB log')),
    };
  }

  tile(tile: Tile): Buffer | undefined {
    if (tile.width < TILE_WIDTH) return this.#tree.edge(tile);
    return this.#full.find(({ level, index }) => level === tile.level && index === tile.index)
      ?.hashes;
  }

  leafOf(event: string): number | undefined {
    return this.#leaves.get(event);
  }
}
