import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { prepared, storeError } from '#sqlite';
import type { RecordedEvent, StreamFilter } from '../event-store.ts';
import { START, toPosition, toRow } from './position.ts';

/**
 * Part of the store, in order: what the filter lets through after a row up to and including `upTo`. That is the
 * row itself only at the store's end.
 */
export type Page = { readonly events: readonly RecordedEvent[]; readonly upTo: number };

/** Events of one page: half a millisecond of reading at 9 KB an event, between two turns of the event loop. */
const PAGE = 64;

/** Rows that a filtered page looks at: a rare prefix must not hold the event loop for the whole store. */
const WINDOW = 20_000;

const COLUMNS = 'position, stream, revision, id, type, metadata, data';

/** Follows every stream name with a prefix, in SQLite's order of UTF-8 bytes. */
const AFTER_ALL = '\u{10FFFF}';

type Row = [number, string, number, string, string, string, string];

/** Reads events on the calling thread. */
export class Pages {
  readonly #db: DatabaseSync;
  /** The newest events as last read; subscribers that stand at the end may all ask for the same ones. */
  #newest: { readonly asked: string; readonly page: Page } | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  end(): number {
    return Number(this.#rows('SELECT max(position) FROM event')[0]?.[0] ?? START);
  }

  stream(name: string, from: number): RecordedEvent[] {
    return this.#events(
      `SELECT ${COLUMNS} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`,
      name,
      from,
    );
  }

  /** The first events after row `after`, none beyond row `last`. */
  page(after: number, filter: StreamFilter | undefined, last = this.end()): Page {
    if (after >= last) return { events: [], upTo: after };
    const asked = `${after} ${last} ${filter?.streamPrefixes.join(' ')}`;
    if (this.#newest?.asked === asked) return this.#newest.page;
    const page = filter
      ? this.#filtered(after, filter.streamPrefixes, last)
      : this.#unfiltered(after, last);
    if (page.upTo === last) this.#newest = { asked, page };
    return page;
  }

  #unfiltered(after: number, last: number): Page {
    const upTo = Math.min(after + PAGE, last);
    const sql = `SELECT ${COLUMNS} FROM event WHERE position > ? AND position <= ? ORDER BY position`;
    return { events: this.#events(sql, after, upTo), upTo };
  }

  #filtered(after: number, prefixes: readonly string[], last: number): Page {
    const until = Math.min(after + WINDOW, last);
    const named = prefixes.map(() => 'stream >= ? AND stream < ?').join(' OR ');
    const events = this.#events(
      `SELECT ${COLUMNS} FROM event NOT INDEXED WHERE position IN (
         SELECT position FROM event INDEXED BY event_order
         WHERE position > ? AND position <= ? AND (${named || 'FALSE'}) ORDER BY position LIMIT ${PAGE}
       ) ORDER BY position`,
      after,
      until,
      ...prefixes.flatMap((prefix) => [prefix, prefix + AFTER_ALL]),
    );
    const lastOfPage = events.at(PAGE - 1);
    return { events, upTo: lastOfPage ? toRow(lastOfPage.position) : until };
  }

  #events(sql: string, ...values: SQLInputValue[]): RecordedEvent[] {
    return this.#rows(sql, ...values).map(
      ([position, stream, revision, id, type, metadata, data]) => ({
        id,
        type,
        data,
        metadata,
        stream,
        revision,
        position: toPosition(position),
      }),
    );
  }

  #rows(sql: string, ...values: SQLInputValue[]): Row[] {
    try {
      const statement = prepared(this.#db, sql);
      statement.setReturnArrays(true);
      return statement.all(...values) as unknown as Row[];
    } catch (cause) {
      throw storeError('the event store cannot be read', cause);
    }
  }
}
