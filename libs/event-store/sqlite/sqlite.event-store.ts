import { StoreError } from '#kernel';
import { siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import {
  EventStore,
  type Appended,
  type EventToAppend,
  type ExpectedRevision,
  type Position,
  type RecordedEvent,
  type StreamFilter,
  type Subscriber,
  type Subscription,
} from '../event-store.ts';
import { CatchUp } from './catch-up.ts';
import { ABSENT, type operations } from './operations.ts';
import { assertIndexed } from './indexes.ts';
import { Pages } from './pages.ts';
import { START, toPosition, toRow } from './position.ts';
import { allOf } from './reader.ts';

/** The event store in one SQLite file of this process: appends on the writer thread, reads on the calling one. */
export class SqliteEventStore extends EventStore {
  readonly #writer: SqliteWriter<typeof operations>;
  readonly #pages: Pages;
  readonly #subscriptions = new Map<CatchUp, StreamFilter | undefined>();
  #closed = false;

  private constructor(writer: SqliteWriter<typeof operations>) {
    super();
    this.#writer = writer;
    this.#pages = new Pages(writer.reader());
  }

  /** Throws STORE_LOCKED while another process has `file`, STORE_CORRUPT where an index misses an event, and what else `SqliteThread.open` throws. */
  static async open(thread: SqliteThread, file: string): Promise<SqliteEventStore> {
    const module = siblingModule(import.meta.url, 'operations');
    const writer = await thread.open<typeof operations>(file, module);
    try {
      assertIndexed(writer.reader());
      return new SqliteEventStore(writer);
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    if (events.length === 0) throw new Error(`nothing to append to ${stream}`);
    const after = expected === 'none' ? ABSENT : expected;
    const { revision, position } = await this.#writer.call('append', stream, after, events);
    for (const [subscription, filter] of this.#subscriptions)
      if (letsThrough(filter, stream)) subscription.wake();
      else subscription.passBy();
    return { revision, position: toPosition(position) };
  }

  async readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    return this.#read().stream(stream, from);
  }

  readAll(after: Position | 'start', filter?: StreamFilter): AsyncIterable<RecordedEvent> {
    return allOf(() => this.#read(), toRow(after), this.#read().end(), filter);
  }

  async end(): Promise<Position | 'start'> {
    const row = this.#read().end();
    return row === START ? 'start' : toPosition(row);
  }

  subscribeToAll(
    after: Position | 'start',
    filter: StreamFilter | undefined,
    subscriber: Subscriber,
  ): Subscription {
    const pages = this.#read();
    const subscription = new CatchUp((row) => pages.page(row, filter), toRow(after), subscriber);
    this.#subscriptions.set(subscription, filter);
    return {
      close: () => {
        this.#subscriptions.delete(subscription);
        return subscription.close();
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions.keys()].map((subscription) => subscription.close()));
    await this.#writer.close();
  }

  #read(): Pages {
    if (this.#closed) throw new StoreError('STORE_UNAVAILABLE', 'the event store is closed');
    return this.#pages;
  }
}

const letsThrough = (filter: StreamFilter | undefined, stream: string): boolean =>
  !filter || filter.streamPrefixes.some((prefix) => stream.startsWith(prefix));
