import type { Position } from '#event-store';
import type { Lane, Message } from '#fan-out';

/** Events whose messages are published together, at most; no more are made before those are stored. */
export const BATCH = 200;

/** Milliseconds between two publishes that only move the position: what is read again after a restart. */
const IDLE_PUBLISH = 5_000;

/**
 * Milliseconds from the beginning of one transaction to that of the next, unless a whole batch waits: one right behind
 * another is refused for some milliseconds, and tried again and again.
 */
const PACE = 40;

/** Told how many messages were published. */
export type Published = (count: number) => void;

/** Messages of some events, and where the lane stands with them. */
export type Portion = {
  readonly events: number;
  readonly messages: readonly Message[];
  readonly upTo: Position;
  /** Keys whose waiting messages are taken out of the lane before these are put in. */
  readonly forget: readonly string[];
};

/**
 * Publishes what is made for a lane, in order: while one transaction is under way, the next portions are made, and go
 * into the next one together. A lane that has little to do publishes at once, one that has much in large
 * transactions.
 */
export class LanePublisher {
  readonly #lane: Lane;
  readonly #published: Published;
  readonly #failed: (error: unknown) => void;
  readonly #pace: number;
  #waiting: Portion[] = [];
  #publishing: Promise<void> | undefined;
  #publishedAt = -Infinity;
  #begunAt = -Infinity;
  #endRest: () => void = () => {};
  #isClosed = false;
  #room = Promise.withResolvers<void>();
  #stopped: { readonly by: unknown } | undefined;

  /** @param failed told once of what stopped it; nothing is published after an error */
  constructor(
    lane: Lane,
    published: Published,
    failed: (error: unknown) => void,
    pace: number = PACE,
  ) {
    this.#pace = pace;
    this.#lane = lane;
    this.#published = published;
    this.#failed = failed;
  }

  /** Resolves when more may be made. Rejects with what stopped it. */
  async add(portion: Portion): Promise<void> {
    this.#throwIfStopped();
    this.#waiting.push(portion);
    this.#publishing ??= this.#publishAll();
    if (this.#isFull) this.#endRest();
    while (this.#isFull) await this.#room.promise;
    this.#throwIfStopped();
  }

  /** Publishes what was added before. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endRest();
    await this.#publishing;
  }

  /** Never rejects: whoever adds more is told. */
  async #publishAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        await this.#rest();
        const next = this.#next();
        this.#makeRoom();
        await this.#publish(next);
      }
    } catch (error) {
      this.#stopped = { by: error };
      this.#waiting = [];
      this.#makeRoom();
      this.#failed(error);
    }
    this.#publishing = undefined;
  }

  #throwIfStopped(): void {
    if (this.#stopped) throw this.#stopped.by;
  }

  #makeRoom(): void {
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }

  async #rest(): Promise<void> {
    const rest = this.#begunAt + this.#pace - performance.now();
    if (rest <= 0 || this.#isFull || this.#isClosed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#endRest = resolve;
    const timer = setTimeout(resolve, rest);
    await promise;
    clearTimeout(timer);
  }

  get #isFull(): boolean {
    return eventsIn(this.#waiting) >= BATCH;
  }

  /** What an erasure takes out of the lane must have been published before it, so an erasure comes first. */
  #next(): Portion {
    const [first, ...others] = this.#waiting as [Portion, ...Portion[]];
    const together = [first];
    let events = first.events;
    for (const portion of others) {
      events += portion.events;
      if (portion.forget.length > 0 || events > BATCH) break;
      together.push(portion);
    }
    this.#waiting = this.#waiting.slice(together.length);
    return {
      events,
      messages: together.flatMap(({ messages }) => messages),
      upTo: together.at(-1)!.upTo,
      forget: first.forget,
    };
  }

  async #publish({ messages, upTo, forget }: Portion): Promise<void> {
    const isIdle = messages.length === 0 && forget.length === 0;
    if (isIdle && performance.now() - this.#publishedAt < IDLE_PUBLISH) return;
    this.#begunAt = performance.now();
    await this.#lane.publish(messages, upTo, forget);
    this.#publishedAt = performance.now();
    this.#published(messages.length);
  }
}

const eventsIn = (portions: readonly Portion[]): number =>
  portions.reduce((sum, { events }) => sum + events, 0);
