import type { Position } from '../event-store.ts';

/** Milliseconds between two questions while nothing happens, and while much does. */
const IDLE = 250;
const BUSY = 50;

/**
 * Asks again and again where the log ends: it moves on also by events that nobody sends to a subscription, and
 * not every server says when a subscription has caught up (only since 23.10, and then as of when it said so).
 */
export class Questions {
  readonly #end: () => Promise<Position | 'start'>;
  readonly #answer: (end: Position | 'start') => void;
  #timer: NodeJS.Timeout | undefined;
  #askedAt = -Infinity;
  #current = 0;

  constructor(end: () => Promise<Position | 'start'>, answer: (end: Position | 'start') => void) {
    this.#end = end;
    this.#answer = answer;
  }

  /** Now, and again while there is no other reason to. */
  ask(): void {
    this.#askedAt = performance.now();
    this.#askIn(IDLE);
    const question = ++this.#current;
    this.#end().then(
      (end) => question === this.#current && this.#answer(end),
      () => undefined, // The connection is lost, and whoever reads from it learns that as well.
    );
  }

  /** Something came: the end may be reached. */
  askSoon(): void {
    this.#askIn(Math.max(0, this.#askedAt + BUSY - performance.now()));
  }

  /** An answer that is still under way is too old. */
  forget(): void {
    this.#current++;
  }

  stop(): void {
    this.forget();
    clearTimeout(this.#timer);
  }

  #askIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), milliseconds);
  }
}
