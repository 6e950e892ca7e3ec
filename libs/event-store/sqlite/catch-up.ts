import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Subscriber, Subscription } from '../event-store.ts';
import type { Page } from './pages.ts';
import { toPosition } from './position.ts';

/** Milliseconds until a sleeping subscriber moves past events that are not for it; many are passed in one step. */
const PASSING = 20;

/**
 * A subscription as one loop: give the next page, wait until the subscriber has it, and at the end sleep until
 * `wake`. Live events are read from the store like old ones, so there is no hand-over to get wrong.
 */
export class CatchUp implements Subscription {
  readonly #page: (after: number) => Page;
  readonly #subscriber: Subscriber;
  readonly #done: Promise<void>;
  #after: number;
  #closed = false;
  #resume: (() => void) | undefined;
  #passing: NodeJS.Timeout | undefined;

  /** `page` gives the next events after a row, `after` is the first such row. */
  constructor(page: (after: number) => Page, after: number, subscriber: Subscriber) {
    this.#page = page;
    this.#after = after;
    this.#subscriber = subscriber;
    this.#done = this.#run();
  }

  /** Something was appended. */
  wake(): void {
    this.#resume?.();
  }

  /** Something was appended that the subscriber's filter keeps out. */
  passBy(): void {
    if (this.#resume) this.#passing ??= setTimeout(this.#resume, PASSING);
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#resume?.();
    return this.#done;
  }

  async #run(): Promise<void> {
    // Nobody is called before `subscribeToAll` has returned, and between pages others have their turn.
    for (await nextTurn(); !this.#closed; await nextTurn()) {
      try {
        await this.#step();
      } catch (error) {
        if (!this.#closed) this.#subscriber.failed(error);
        return;
      }
    }
  }

  async #step(): Promise<void> {
    const { events, upTo } = this.#page(this.#after);
    if (upTo > this.#after) {
      await this.#subscriber.events(events, toPosition(upTo));
      this.#after = upTo;
    } else {
      this.#subscriber.caughtUp?.(toPosition(upTo));
      await this.#sleep();
    }
  }

  /** From reading an empty page to here nothing else runs, so no append goes unheard. */
  async #sleep(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => (this.#resume = resolve));
    clearTimeout(this.#passing);
    this.#passing = this.#resume = undefined;
  }
}
