import { StoreError } from '#kernel';
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
import { Appender } from './appender.ts';
import { CatchUp } from './catch-up.ts';
import { Connection } from './connection.ts';
import { checked } from './position.ts';
import { Reader, type Limits } from './reader.ts';
import { isWanted } from './recorded.ts';
import { subscribeRequest } from './requests.ts';
import type { EventStoreDbSettings } from './settings.ts';

const LIMITS: Limits = { patience: 15_000, silence: 60_000 };

/**
 * The event store on EventStoreDB 23.10 or later, one server or a cluster. Whatever must be known for sure is asked of the
 * leader; subscriptions are taken from the nodes that the URL prefers, and are held against the leader's end.
 */
export class EventStoreDbEventStore extends EventStore {
  readonly #leader: Connection;
  readonly #follower: Connection;
  readonly #appender: Appender;
  readonly #reader: Reader;
  readonly #subscriptions = new Set<CatchUp>();
  /** Appends, and reads of a stream or the end, that have not been answered. */
  readonly #begun = new Set<Promise<unknown>>();
  /** Ends that a `readAll` waits for: what is appended after its call is not in it. */
  readonly #marks = new Set<Promise<unknown>>();
  #closed = false;

  /** Connects with the first call. */
  constructor(settings: EventStoreDbSettings, limits: Partial<Limits> = {}) {
    super();
    const { nodePreference = 'leader' } = settings;
    const all = { ...LIMITS, ...limits };
    this.#leader = new Connection(settings);
    this.#follower =
      nodePreference === 'leader' ? this.#leader : new Connection(settings, nodePreference);
    this.#reader = new Reader(this.#leader, all);
    this.#appender = new Appender(this.#leader, this.#reader, all);
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    return this.#begin(async () => {
      if (events.length === 0) throw new Error(`nothing to append to ${stream}`);
      if (this.#marks.size > 0) await Promise.allSettled(this.#marks);
      return this.#appender.append({ stream, expected, events });
    });
  }

  readStream(stream: string, from = 0): Promise<RecordedEvent[]> {
    return this.#begin(() => this.#reader.stream(stream, from));
  }

  readAll(after: Position | 'start', filter?: StreamFilter): AsyncIterable<RecordedEvent> {
    const from = checked(after);
    const end = this.end();
    const mark = end.catch(() => undefined).finally(() => this.#marks.delete(mark));
    this.#marks.add(mark);
    return this.#all(from, end, filter);
  }

  end(): Promise<Position | 'start'> {
    return this.#begin(() => this.#reader.end());
  }

  subscribeToAll(
    after: Position | 'start',
    filter: StreamFilter | undefined,
    subscriber: Subscriber,
  ): Subscription {
    this.#assertOpen();
    const subscription = new CatchUp(
      {
        follow: (from, changed) => this.#follower.read(subscribeRequest(from, filter), changed),
        read: (from, upTo) => this.#reader.all(from, upTo, filter),
        end: () => this.#reader.end(),
        isWanted: (event) => isWanted(event, filter),
      },
      checked(after),
      subscriber,
    );
    this.#subscriptions.add(subscription);
    return {
      close: () => {
        this.#subscriptions.delete(subscription);
        return subscription.close();
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await Promise.allSettled(this.#begun);
    await Promise.all([this.#leader.close(), this.#follower.close()]);
  }

  async *#all(
    from: Position,
    end: Promise<Position | 'start'>,
    filter: StreamFilter | undefined,
  ): AsyncGenerator<RecordedEvent> {
    const last = await end;
    if (last === 'start' || from >= last) return;
    for await (const event of this.#reader.all(from, last, filter)) {
      this.#assertOpen();
      yield event;
    }
  }

  async #begin<T>(work: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    const begun = work();
    this.#begun.add(begun);
    return begun.finally(() => this.#begun.delete(begun));
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreError('STORE_UNAVAILABLE', 'the event store is closed');
  }
}
