import { NO_OWN_EVENTS, withOwnEvent, type OwnEvents } from '#transparency';

/** The events of the log's own stream, which are no leaves: each checkpoint says what stands before it. */
export class OwnHistory {
  readonly #wanted: ReadonlySet<number>;
  readonly #reached = new Map<number, Buffer>();
  #before = NO_OWN_EVENTS;
  #now = NO_OWN_EVENTS;
  #last: { readonly entry: Buffer; readonly leaves: number } | undefined;
  #witnessed = 0;

  /** @param wanted counts whose hashes are asked for when all is over */
  constructor(wanted: Iterable<number>) {
    this.#wanted = new Set(wanted);
  }

  /** The next one, as it would be logged. */
  take(entry: Buffer, leaves: number): void {
    this.#last = { entry, leaves };
    this.assume(this.#now);
    const { count, hash } = this.#now;
    if (this.#wanted.has(count)) this.#reached.set(count, hash);
  }

  /** All but the last. */
  get before(): OwnEvents {
    return this.#before;
  }

  /** What the log has signed of those before the last one: a difference further on is of later ones. */
  assume(before: OwnEvents): void {
    this.#before = before;
    if (this.#last) this.#now = withOwnEvent(before, this.#last.entry, this.#last.leaves);
  }

  /** The hash over so many that was wanted; undefined where it has not come so far. */
  reached(count: number): Buffer | undefined {
    return this.#reached.get(count);
  }

  /** So many leaves were witnessed. False where as many were before. */
  witness(size: number): boolean {
    if (size <= this.#witnessed) return false;
    this.#witnessed = size;
    return true;
  }
}
