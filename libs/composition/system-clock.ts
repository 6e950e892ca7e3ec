import { Clock, type Instant } from '#kernel';

/** The system's time, but never below what it gave before. */
export class SystemClock extends Clock {
  #last: Instant = '';

  now(): Instant {
    const now = new Date().toISOString();
    return (this.#last = now > this.#last ? now : this.#last);
  }
}
