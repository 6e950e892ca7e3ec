import type {
  Appended,
  EventToAppend,
  ExpectedRevision,
  Position,
  RecordedEvent,
  StreamFilter,
  Subscriber,
  Subscription,
} from '../../event-store.ts';
import { EventStore } from '../../event-store.ts';

/** Methods that take the place of a sound store's. */
export type Fault = (store: EventStore) => Partial<EventStore>;

/** For every promise, stores that keep all others as well as they can and break this one, each the way an adapter might. */
export type Faults<Promises extends string> = Readonly<
  Record<Promises, Readonly<Record<string, Fault>>>
>;

/** Hands every call on to another store; `fault` replaces some of its methods. */
export class FaultyStore extends EventStore {
  readonly #inner: EventStore;

  constructor(inner: EventStore, fault: Partial<EventStore>) {
    super();
    this.#inner = inner;
    Object.assign(this, fault);
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    return this.#inner.append(stream, expected, events);
  }
  readStream(stream: string, from?: number): Promise<RecordedEvent[]> {
    return this.#inner.readStream(stream, from);
  }
  readAll(after: Position | 'start', filter?: StreamFilter): AsyncIterable<RecordedEvent> {
    return this.#inner.readAll(after, filter);
  }
  end(): Promise<Position | 'start'> {
    return this.#inner.end();
  }
  subscribeToAll(
    after: Position | 'start',
    filter: StreamFilter | undefined,
    subscriber: Subscriber,
  ): Subscription {
    return this.#inner.subscribeToAll(after, filter, subscriber);
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}
