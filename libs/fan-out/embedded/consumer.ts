import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumption, Handler } from '../fan-out.ts';
import type { Place, Queue } from './queue.ts';

export type ConsumerOptions = {
  /** Keys whose messages are handled at the same time. */
  readonly keysInHand: number;
  /** Keys in hand or at rest after a failure. With so many, it is the consumer that fails: no other is begun. */
  readonly busyKeys: number;
  /** Milliseconds of rest after a key's first failure, doubled with each further one up to the longest. */
  readonly firstRest: number;
  readonly longestRest: number;
};

export const CONSUMER_DEFAULTS: ConsumerOptions = {
  keysInHand: 32,
  busyKeys: 10_000,
  firstRest: 100,
  longestRest: 30_000,
};

/** Places read ahead at once. */
const CHUNK = 256;

/** Messages handled and not yet marked done, at most: what a crash can make come again. */
const UNMARKED = 1_000;

/** Milliseconds until done-marks that the store did not take are offered again. */
const MARK_AGAIN = 1_000;

/** A key with a message in hand or at rest; `more` when later messages of it were passed over. */
type Busy = { more: boolean; failures: number; resting?: NodeJS.Timeout };

/**
 * Hands one authority's messages to its handler: of one key one after the other, of different keys several at
 * once. It reads places in order, passes over those of busy keys and comes back for them when the key is free;
 * so what it holds in memory grows with the busy keys, not with what waits.
 */
export class Consumer implements Consumption {
  readonly #queue: Queue;
  readonly #handler: Handler;
  readonly #options: ConsumerOptions;
  readonly #busy = new Map<string, Busy>();
  /** Next messages of busy keys; they go before any other key. */
  readonly #ready: Place[] = [];
  /** Read but not looked at. */
  #ahead: Place[] = [];
  /** The last place looked at: all up to it are done or of a busy key. */
  #seen = 0;
  #inHand = 0;
  #done: number[] = [];
  #marking: Promise<void> | undefined;
  #turn: NodeJS.Immediate | undefined;
  #closed = false;
  #idle: (() => void) | undefined;

  constructor(queue: Queue, handler: Handler, options: ConsumerOptions) {
    this.#queue = queue;
    this.#handler = handler;
    this.#options = options;
    this.wake();
  }

  /** There may be something to begin. */
  wake(): void {
    if (!this.#closed) this.#turn ??= setImmediate(() => this.#begin());
  }

  /** Begins nothing more, lets the running handlers finish and marks what they finished. */
  async close(): Promise<void> {
    this.#closed = true;
    clearImmediate(this.#turn);
    for (const { resting } of this.#busy.values()) clearTimeout(resting);
    if (this.#inHand > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
    await this.#marking;
  }

  /** One chunk a turn, so that passing over many messages of a busy key does not block the process. */
  #begin(): void {
    this.#turn = undefined;
    while (this.#mayBegin() && this.#ready.length > 0) void this.#handle(this.#ready.shift()!);
    if (this.#ahead.length === 0) this.#ahead = this.#queue.after(this.#seen, CHUNK);
    let looked = 0;
    for (const place of this.#ahead) {
      if (!this.#mayBegin() || this.#busy.size >= this.#options.busyKeys) break;
      this.#look(place);
      looked++;
    }
    this.#ahead.splice(0, looked);
    if (looked > 0 && this.#ahead.length === 0) this.wake();
  }

  #mayBegin(): boolean {
    return this.#inHand < this.#options.keysInHand && this.#done.length < UNMARKED && !this.#closed;
  }

  #look(place: Place): void {
    this.#seen = place.id;
    const busy = this.#busy.get(place.key);
    if (busy) {
      busy.more = true;
    } else {
      this.#busy.set(place.key, { more: false, failures: 0 });
      void this.#handle(place);
    }
  }

  async #handle(place: Place): Promise<void> {
    this.#inHand++;
    const busy = this.#busy.get(place.key)!;
    if (await this.#attempt(place)) this.#finish(place, busy);
    else this.#rest(place, busy);
    this.#inHand--;
    if (this.#closed && this.#inHand === 0) this.#idle?.();
    this.wake();
  }

  /** Whether the message is done. Why it is not, is for the handler to tell. */
  async #attempt({ id }: Place): Promise<boolean> {
    try {
      const message = this.#queue.read(id);
      if (message) await this.#handler(message);
      return true;
    } catch {
      return false;
    }
  }

  #finish({ id, key }: Place, busy: Busy): void {
    this.#done.push(id);
    this.#marking ??= this.#mark();
    const next = busy.more ? this.#queue.nextOf(key, id, this.#seen) : undefined;
    if (next === undefined) this.#busy.delete(key);
    else this.#ready.push({ id: next, key });
    busy.failures = 0;
  }

  #rest(place: Place, busy: Busy): void {
    if (this.#closed) return;
    const { firstRest, longestRest } = this.#options;
    const pause = Math.min(firstRest * 2 ** busy.failures++, longestRest);
    busy.resting = setTimeout(() => {
      this.#ready.push(place);
      this.wake();
    }, pause);
  }

  /** What is finished while one commit is under way goes into the next together. */
  async #mark(): Promise<void> {
    while (this.#done.length > 0) {
      const ids = this.#done;
      this.#done = [];
      try {
        await this.#queue.done(ids);
        this.wake();
      } catch {
        if (this.#closed) break; // They come again: at least once.
        this.#done.unshift(...ids);
        await sleep(MARK_AGAIN);
      }
    }
    this.#marking = undefined;
  }
}
