import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '#event-store';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import {
  HASH_BYTES,
  NO_OWN_EVENTS,
  TILE_WIDTH,
  type Bundle,
  type LogEvent,
  type OwnEvents,
  type Tile,
} from '#transparency';
import type { Growth, operations } from './operations.ts';

/** A checkpoint in the notary's stream, as the log signed it or with its witnesses. */
export type Seen = {
  readonly type: LogEvent['type'];
  readonly revision: number;
  readonly checkpoint: string;
};

/** How far it has grown, up to where it has read the store, and which of the log's own events stand there. */
export type Grown = {
  readonly size: number;
  readonly position: Position | 'start';
  readonly own: OwnEvents;
};

/** The log's tiles and entries in one SQLite file, which the store makes anew at any time. */
export class TileStore {
  readonly #writer: SqliteWriter<typeof operations>;

  private constructor(writer: SqliteWriter<typeof operations>) {
    this.#writer = writer;
  }

  /** Throws STORE_LOCKED while another process has `file`, and what else `SqliteThread.open` throws. */
  static async open(thread: SqliteThread, file: string): Promise<TileStore> {
    return new TileStore(await thread.open(file, siblingModule(import.meta.url, 'operations')));
  }

  get grown(): Grown {
    const row = prepared(this.#reader, 'SELECT size, position, own, own_hash FROM grown').get();
    if (!row) return { size: 0, position: 'start', own: NO_OWN_EVENTS };
    const own = { count: Number(row['own']), hash: Buffer.from(row['own_hash'] as Uint8Array) };
    return { size: Number(row['size']), position: String(row['position']), own };
  }

  /** The last checkpoint of each kind that was seen in the stream: as the log signed it, then as it was witnessed. */
  get seen(): readonly Seen[] {
    const sql = 'SELECT type, revision, checkpoint FROM checkpoint ORDER BY type';
    return prepared(this.#reader, sql).all() as unknown as Seen[];
  }

  /** The first `width` hashes of a tile. @returns undefined where it is not that wide */
  tile({ level, index, width }: Tile): Buffer | undefined {
    const row = prepared(
      this.#reader,
      'SELECT substr(hashes, 1, ?) AS hashes FROM tile WHERE level = ? AND place = ?',
    ).get(width * HASH_BYTES, level, index);
    const hashes = row && Buffer.from(row['hashes'] as Uint8Array);
    return hashes?.length === width * HASH_BYTES ? hashes : undefined;
  }

  /** @returns undefined where there are not that many entries */
  entries({ index, width }: Bundle): readonly string[] | undefined {
    const from = index * TILE_WIDTH;
    // As text they cost half as much to read: each BLOB has memory of its own outside of V8's.
    const rows = prepared(
      this.#reader,
      'SELECT CAST(entry AS TEXT) AS entry FROM entry WHERE leaf >= ? AND leaf < ? ORDER BY leaf',
    ).all(from, from + width);
    return rows.length === width ? rows.map(({ entry }) => String(entry)) : undefined;
  }

  entry(leaf: number): Buffer | undefined {
    const row = prepared(this.#reader, 'SELECT entry FROM entry WHERE leaf = ?').get(leaf);
    return row && Buffer.from(row['entry'] as Uint8Array);
  }

  /** The leaf of an event, by its id. */
  leafOf(event: string): number | undefined {
    const row = prepared(this.#reader, 'SELECT leaf FROM entry WHERE event = ?').get(event);
    return row && Number(row['leaf']);
  }

  grow(growth: Growth): Promise<void> {
    return this.#writer.call('grow', growth);
  }

  /** That a checkpoint stands in the stream, unless a later one of its kind was seen. */
  async remember(seen: Seen): Promise<void> {
    const known = this.seen.find(({ type }) => type === seen.type);
    if (seen.revision > (known?.revision ?? -1)) await this.#writer.call('remember', seen);
  }

  clear(): Promise<void> {
    return this.#writer.call('clear');
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  get #reader(): DatabaseSync {
    return this.#writer.reader();
  }
}
