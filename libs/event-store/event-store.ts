/** A place in the whole store: opaque, ordered as text, may have gaps. */
export type Position = string;

/** What a stream must look like for an append: still absent, or with `n` as its last revision (first is 0). */
export type ExpectedRevision = 'none' | number;

/** An event to append. `data` and `metadata` are JSON texts; their UTF-8 bytes are what is stored and never change. `id` is a UUID, drawn once per request. */
export type EventToAppend = {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

/** An event as stored. */
export type RecordedEvent = EventToAppend & {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
};

/** Where an append left the stream. */
export type Appended = { readonly revision: number; readonly position: Position };

/** Only events of streams whose name starts with one of these. Absent: every event. */
export type StreamFilter = { readonly streamPrefixes: readonly string[] };

/** What a subscriber is told. Calls never overlap: the next waits until the last has resolved. */
export type Subscriber = {
  /**
   * The next events, in store order; everything the filter lets through up to and including `upTo` has now been
   * given. `upTo` grows; with no events in the batch it has moved past others.
   */
  events(batch: readonly RecordedEvent[], upTo: Position): void | Promise<void>;
  /** The subscription stands at the end of the store as it was at some moment after `events` last resolved. Told again each time it does. */
  caughtUp?(at: Position): void;
  /** `events` threw: the subscription has stopped before that batch. Connection losses do not end here. */
  failed(error: unknown): void;
};

export type Subscription = {
  /** No call to the subscriber after this resolves; a call under way is waited for, so a subscriber must not await it. */
  close(): Promise<void>;
};

/**
 * The log of everything that happened. An abstract class, so that it is the Nest token too.
 *
 * Promises, each a test of the conformance suite:
 * - an unknown stream reads as empty;
 * - an append is all or nothing, and durable once it resolves (survives SIGKILL and power loss);
 * - a stale expected revision throws `ConcurrentWrite` and writes nothing;
 * - of writers at one revision exactly one wins;
 * - an append repeated with the same event ids at the same expected revision is answered like the first and writes nothing;
 * - texts come back byte for byte; events of a stream come back in order, without gap;
 * - positions grow in append order, and are ordered as text;
 * - `readAll` gives every event once, in position order, also those appended while it runs up to the end it saw at its start;
 * - a subscription hands over from catch-up to live without gap, duplicate or reordering, and says when it is caught up;
 * - it moves on past events that its filter keeps out, never overlaps calls, stops for a subscriber that throws, and
 *   calls nobody after `close`;
 * - `close` finishes what was begun; every call after it throws STORE_UNAVAILABLE.
 */
export abstract class EventStore {
  abstract append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended>;
  /** The stream's events from `from` (revision, default 0) on. */
  abstract readStream(stream: string, from?: number): Promise<RecordedEvent[]>;
  /** Every event after `after` (exclusive; 'start' for all) up to the end as it was at the call. */
  abstract readAll(after: Position | 'start', filter?: StreamFilter): AsyncIterable<RecordedEvent>;
  /** The position of the last event, or 'start' of an empty store. */
  abstract end(): Promise<Position | 'start'>;
  abstract subscribeToAll(
    after: Position | 'start',
    filter: StreamFilter | undefined,
    subscriber: Subscriber,
  ): Subscription;
  /** Finishes what was begun, then frees everything. */
  abstract close(): Promise<void>;
}
