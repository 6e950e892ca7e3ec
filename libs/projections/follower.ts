import { setTimeout as pause } from 'node:timers/promises';
import {
  decode,
  type EventStore,
  type Position,
  type StoredEvent,
  type Subscription,
} from '#event-store';
import { StoreError } from '#kernel';
import { Meeting } from './meeting.ts';

export type FollowOptions = {
  /** Milliseconds between two questions for the store's end; up to this, and the answer's time, an idle view ages. Default 250. */
  readonly askEvery?: number;
  /** A clock that never goes back, in milliseconds. */
  readonly now?: () => number;
};

/** Where a follower begins, what it reads, and what it does with events: one batch at a time, in store order. */
export type Course = {
  readonly after: Position | 'start';
  readonly prefixes: readonly string[];
  apply(events: readonly StoredEvent[], upTo: Position): void | Promise<void>;
  /** Milliseconds between batches at the store's end, so that what comes meanwhile is applied together. Default 0. */
  readonly rest?: number;
};

/** What a follower needs of the event store. */
export type Followed = Pick<EventStore, 'subscribeToAll' | 'end'>;

/** A batch with fewer events was read at the store's end. */
const FEW = 32;

/** Milliseconds until a follower that could not read or write tries again. */
const PAUSE = 1_000;

/** Keeps something in step with the event store, and knows how far behind it may be. */
export class Follower {
  readonly #store: Followed;
  readonly #course: Course;
  readonly #now: () => number;
  readonly #meeting: Meeting;
  readonly #asking: NodeJS.Timeout;
  #subscription: Subscription;
  #trying: NodeJS.Timeout | undefined;
  #position: Position | 'start';
  /** When the view is known to have held all that the store held. */
  #stoodAtEnd = -Infinity;
  /** Where the store ended when it was asked, until the view has come there: it may never stand at an end that moves on. */
  #mark: { readonly end: Position | 'start'; readonly at: number } | undefined;

  constructor(
    store: Followed,
    course: Course,
    { askEvery = 250, now = () => performance.now() }: FollowOptions = {},
  ) {
    this.#store = store;
    this.#course = course;
    this.#now = now;
    this.#position = course.after;
    this.#meeting = new Meeting(course.after);
    this.#subscription = this.#subscribe();
    this.#asking = setInterval(() => void this.#ask(), askEvery).unref();
  }

  /** Everything up to and including this has been applied. */
  get position(): Position | 'start' {
    return this.#position;
  }

  /** Seconds since it was last known to hold all that the store held; grows while the store is away or the view is behind. */
  get age(): number {
    return (this.#now() - this.#stoodAtEnd) / 1_000;
  }

  /** Resolves when it has first stood at the store's end; rejects if it fails before. */
  get caughtUp(): Promise<void> {
    return this.#meeting.caughtUpOnce;
  }

  /** Resolves when `position` has been applied (read your writes); STORE_BEHIND if it takes more than `atMost` milliseconds. */
  waitFor(position: Position, atMost = 10_000): Promise<void> {
    return this.#meeting.at(position, atMost);
  }

  /** Nothing is applied after this resolves. */
  async close(): Promise<void> {
    clearInterval(this.#asking);
    clearTimeout(this.#trying);
    await this.#subscription.close();
    this.#meeting.failed(new StoreError('STORE_UNAVAILABLE', 'the view is closed'));
  }

  #subscribe(): Subscription {
    const { prefixes, apply, rest = 0 } = this.#course;
    const filter = { streamPrefixes: prefixes };
    return this.#store.subscribeToAll(this.#position, filter, {
      events: async (batch, upTo) => {
        await apply(batch.map(decode), upTo);
        this.#position = upTo;
        this.#meeting.reached(upTo);
        this.#passMark();
        if (rest > 0 && batch.length < FEW) await pause(rest);
      },
      caughtUp: () => {
        this.#stoodAtEnd = this.#now();
        this.#meeting.caughtUp();
      },
      failed: (error) => this.#failed(error),
    });
  }

  /** A full disk may get room again; any other failure would only repeat itself. */
  #failed(error: unknown): void {
    if (error instanceof StoreError && error.code === 'STORE_UNAVAILABLE')
      this.#trying = setTimeout(() => this.#again(), PAUSE);
    else this.#meeting.failed(error);
  }

  #again(): void {
    try {
      this.#subscription = this.#subscribe();
    } catch (error) {
      this.#meeting.failed(error); // The store was closed meanwhile.
    }
  }

  async #ask(): Promise<void> {
    const asked = this.#now();
    const end = await this.#store.end().catch(() => undefined);
    if (end === undefined) return;
    this.#mark ??= { end, at: asked };
    this.#passMark();
  }

  #passMark(): void {
    if (!this.#mark) return;
    const { end, at } = this.#mark;
    if (end !== 'start' && (this.#position === 'start' || this.#position < end)) return;
    this.#stoodAtEnd = Math.max(this.#stoodAtEnd, at);
    this.#mark = undefined;
  }
}
