import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Subscriber, Subscription } from '../event-store.ts';
import type { Page } from './pages.ts';
import { toPosition } from './position.ts';

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
  /** An append was seen since the last page was read. */
  #woken = false;
  #resume: (() => void) | undefined;

  /** `page` gives the next events after a row, `after` is the first such row. */
  constructor(page: (after: number) => Page, after: number, subscriber: Subscriber) {
    this.#page = page;
    this.#after = after;
    this.#subscriber = subscriber;
    this.#done = this.#run();
  }

  /** Something was appended. */
  wake(): void {
    this.#woken = true;
    this.#resume?.();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#resume?.();
    return this.#done;
  }

  async #run(): Promise<void> {
    // Nobody is called before `subscribeToAll` has returned, nor for whole pages without a turn for others.
    for (await nextTurn(); !this.#closed;) {
      try {
        if (await this.#give()) await this.#sleep();
        else await nextTurn();
      } catch (error) {
        if (!this.#closed) this.#subscriber.failed(error);
        return;
      }
    }
  }

  /** Whether the subscriber now stands at the end. */
  async #give(): Promise<boolean> {
    this.#woken = false;
    const { events, upTo, atEnd } = this.#page(this.#after);
    if (upTo > this.#after) await this.#subscriber.events(events, toPosition(upTo));
    this.#after = upTo;
    if (atEnd && !this.#closed) this.#subscriber.caughtUp?.(toPosition(upTo));
    return atEnd;
  }

  async #sleep(): Promise<void> {
    if (this.#woken || this.#closed) return;
    await new Promise<void>((resolve) => (this.#resume = resolve));
    this.#resume = undefined;
  }
}
