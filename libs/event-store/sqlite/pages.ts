import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { StoreError } from '#kernel';
import { prepared, storeError } from '#sqlite';
import type { RecordedEvent, StreamFilter } from '../event-store.ts';
import { checksumOf } from './checksum.ts';
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

/** Which one it is, `eurasec fsck` says. */
const damaged = (what: string) => new StoreError('STORE_CORRUPT', `the event store: ${what}`);

/** Follows every stream name with a prefix, in SQLite's order of UTF-8 bytes. */
const AFTER_ALL = '\u{10FFFF}';

type Row = [number, string, number, string, string, string, string, number?];

/** What an event read at some place of an answer must be. */
type Fits = (event: RecordedEvent, at: number) => boolean;

/**
 * Reads events on the calling thread: as they were written, or not at all. What the disk gives back otherwise, and what is
 * missing between others, is STORE_CORRUPT.
 */
export class Pages {
  readonly #db: DatabaseSync;
  readonly #isAsFound: boolean;
  /** The newest events as last read; subscribers that stand at the end may all ask for the same ones. */
  #newest: { readonly asked: string; readonly page: Page } | undefined;

  /** @param isAsFound gives events however they are, to who looks for what is wrong with them */
  constructor(db: DatabaseSync, { isAsFound = false } = {}) {
    this.#db = db;
    this.#isAsFound = isAsFound;
  }

  end(): number {
    return Number(this.#rows('SELECT max(position) FROM event')[0]?.[0] ?? START);
  }

  stream(name: string, from: number): RecordedEvent[] {
    const sql = `SELECT ${this.#columns} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`;
    const fits: Fits = ({ stream, revision }, at) => stream === name && revision === from + at;
    return this.#events(sql, [name, from], fits);
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
    const sql = `SELECT ${this.#columns} FROM event WHERE position > ? AND position <= ? ORDER BY position`;
    const fits: Fits = ({ position }, at) => toRow(position) === after + at + 1;
    const events = this.#events(sql, [after, upTo], fits);
    if (!this.#isAsFound && events.length < upTo - after)
      throw damaged(`nothing is at ${toPosition(after + events.length + 1)}`);
    return { events, upTo };
  }

  #filtered(after: number, prefixes: readonly string[], last: number): Page {
    const until = Math.min(after + WINDOW, last);
    const named = prefixes.map(() => 'stream >= ? AND stream < ?').join(' OR ');
    const sql = `SELECT ${this.#columns} FROM event NOT INDEXED WHERE position IN (
         SELECT position FROM event INDEXED BY event_order
         WHERE position > ? AND position <= ? AND (${named || 'FALSE'}) ORDER BY position LIMIT ${PAGE}
       ) ORDER BY position`;
    const bounds = prefixes.flatMap((prefix) => [prefix, prefix + AFTER_ALL]);
    const fits: Fits = ({ stream }) => prefixes.some((prefix) => stream.startsWith(prefix));
    const events = this.#events(sql, [after, until, ...bounds], fits);
    const lastOfPage = events.at(PAGE - 1);
    return { events, upTo: lastOfPage ? toRow(lastOfPage.position) : until };
  }

  /** Ids of events that are not as they were written. */
  altered(): string[] {
    const ids: string[] = [];
    const last = this.end();
    for (let after = START; after < last; after += PAGE)
      for (const [, stream, revision, id, type, metadata, data, checksum] of this.#rows(
        `SELECT ${COLUMNS}, checksum FROM event WHERE position > ? AND position <= ?`,
        ...[after, after + PAGE],
      ))
        if (checksum !== checksumOf({ stream, revision, id, type, metadata, data })) ids.push(id);
    return ids;
  }

  get #columns(): string {
    return this.#isAsFound ? COLUMNS : `${COLUMNS}, checksum`;
  }

  #events(sql: string, values: readonly SQLInputValue[], fits: Fits): RecordedEvent[] {
    return this.#rows(sql, ...values).map(
      ([row, stream, revision, id, type, metadata, data, checksum], at) => {
        const position = toPosition(row);
        const event = { id, type, data, metadata, stream, revision, position };
        if (!this.#isAsFound && !(checksum === checksumOf(event) && fits(event, at)))
          throw damaged(`what is at ${position} is not what was written there`);
        return event;
      },
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
