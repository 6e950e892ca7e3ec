import type { DatabaseSync } from 'node:sqlite';
import type { Position } from '#event-store';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import { HASH_BYTES, TILE_WIDTH, type Bundle, type Tile } from '#transparency';
import type { Growth, operations } from './operations.ts';

/** A checkpoint in the notary's stream. */
export type Signed = { readonly revision: number; readonly checkpoint: string };

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

  /** How far it has grown, and up to where it has read the store. */
  get grown(): { readonly size: number; readonly position: Position | 'start' } {
    const row = prepared(this.#reader, 'SELECT size, position FROM grown').get();
    return row
      ? { size: Number(row['size']), position: String(row['position']) }
      : { size: 0, position: 'start' };
  }

  /** The last checkpoint that this notary has seen in its stream. */
  get signed(): Signed | undefined {
    const row = prepared(this.#reader, 'SELECT revision, checkpoint FROM signed').get();
    return row && { revision: Number(row['revision']), checkpoint: String(row['checkpoint']) };
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
  entries({ index, width }: Bundle): readonly Buffer[] | undefined {
    const from = index * TILE_WIDTH;
    const rows = prepared(
      this.#reader,
      'SELECT entry FROM entry WHERE leaf >= ? AND leaf < ? ORDER BY leaf',
    ).all(from, from + width);
    return rows.length === width
      ? rows.map(({ entry }) => Buffer.from(entry as Uint8Array))
      : undefined;
  }

  /** The leaf of an event, by its id. */
  leafOf(event: string): number | undefined {
    const row = prepared(this.#reader, 'SELECT leaf FROM entry WHERE event = ?').get(event);
    return row && Number(row['leaf']);
  }

  grow(growth: Growth): Promise<void> {
    return this.#writer.call('grow', growth);
  }

  sign({ revision, checkpoint }: Signed): Promise<void> {
    return this.#writer.call('sign', revision, checkpoint);
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
