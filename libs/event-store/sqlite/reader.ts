import { accessSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { storeError } from '#sqlite';
import type { Position, RecordedEvent, StreamFilter } from '../event-store.ts';
import { Pages } from './pages.ts';
import { START, toPosition, toRow } from './position.ts';

/** Milliseconds to wait for a writer's short lock. */
const BUSY_TIMEOUT = 1_000;

/** An event store's file, read beside whoever writes to it, or when nobody does, whatever was done to it. Nothing is changed. */
export class SqliteEventReader {
  readonly #db: DatabaseSync;
  readonly #pages: Pages;

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.#pages = new Pages(db, { isAsFound: true });
  }

  /** @throws the file system's error where there is no file; StoreError STORE_CORRUPT for a file that is no database */
  static open(file: string): SqliteEventReader {
    accessSync(file);
    try {
      const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
      db.exec('PRAGMA mmap_size = 0');
      return new SqliteEventReader(db);
    } catch (cause) {
      throw storeError(file, cause);
    }
  }

  async end(): Promise<Position | 'start'> {
    const row = this.#pages.end();
    return row === START ? 'start' : toPosition(row);
  }

  readAll(after: Position | 'start', filter?: StreamFilter): AsyncIterable<RecordedEvent> {
    return allOf(() => this.#pages, toRow(after), this.#pages.end(), filter);
  }

  /** What SQLite finds wrong with the file itself: pages, and indexes that do not agree with their tables. */
  damage(): readonly string[] {
    try {
      const rows = this.#db.prepare('PRAGMA integrity_check(20)').all();
      return rows.map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok');
    } catch (cause) {
      return [storeError('the file', cause).message];
    }
  }

  /** Ids of events that are not as they were written. @throws StoreError STORE_CORRUPT */
  altered(): readonly string[] {
    return this.#pages.altered();
  }

  close(): void {
    this.#db.close();
  }
}

/** Every event after row `after` up to row `last`, a page at a time; `pages` throws once they are closed. */
export async function* allOf(
  pages: () => Pages,
  after: number,
  last: number,
  filter: StreamFilter | undefined,
): AsyncGenerator<RecordedEvent> {
  while (after < last) {
    const { events, upTo } = pages().page(after, filter, last);
    yield* events;
    after = upTo;
    // Reading is synchronous: let others have their turn between pages.
    await nextTurn();
  }
}
