import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from '#kernel';
import type { Position, RecordedEvent, Subscriber, Subscription } from '../event-store.ts';
import type { Answers } from './answers.ts';
import { isFinal, storeErrorOf } from './errors.ts';
import { Patience } from './patience.ts';
import { START } from './position.ts';
import { Questions } from './questions.ts';
import { Recent } from './recent.ts';
import { passedIn, type Passed } from './recorded.ts';

/** What a subscription needs of the store, already with its filter. */
export type Source = {
  /** What the server sends of what stands after `after`, until it or the connection ends. */
  follow(after: Position, changed: () => void): Answers;
  /** What stands after `after`, up to and including `upTo`. */
  read(after: Position, upTo: Position): AsyncIterable<RecordedEvent>;
  /** The end of the log, asked for after the call. */
  end(): Promise<Position | 'start'>;
  isWanted(event: RecordedEvent): boolean;
};

/** Milliseconds that the server may take to send what it has stored, before it is read instead. */
const GRACE = 100;

/** Events that had to be read because the server did not send them, after which its subscription counts as broken. */
const MISSED = 3;

/** Events of one batch, more or less. */
const PAGE = 64;

/** The subscriber threw. */
class Refused extends Error {}

/**
 * Follows one subscription of the server after another, each from where the last one ended, and trusts none of them
 * further than it must: what was given already is left out, an event that comes too late is an error and no gap,
 * and where the server sends nothing although its log has grown, the events are read.
 *
 * `upTo` is only ever the place of an event or an end of the log. A server's checkpoint may lie behind both, on an event
 * of its own: who kept that as a position would seem to be ahead of the store.
 */
export class CatchUp implements Subscription {
  readonly #source: Source;
  readonly #subscriber: Subscriber;
  readonly #closing = new AbortController();
  readonly #recent: Recent;
  readonly #questions: Questions;
  readonly #done: Promise<void>;
  /** Told as `upTo`. */
  #after: Position;
  /** All that is wanted up to here was given; not before `#after`. */
  #passed: Position;
  /** Where the log ended, asked for after the subscriber was last told something. */
  #end: Position | undefined;
  #isToldOfEnd = false;
  #missed = 0;
  #changed = Promise.withResolvers<void>();

  constructor(source: Source, after: Position, subscriber: Subscriber) {
    this.#source = source;
    this.#after = this.#passed = after;
    this.#recent = new Recent(after);
    this.#subscriber = subscriber;
    this.#questions = new Questions(
      () => source.end(),
      (end) => {
        this.#end = end === 'start' ? START : end;
        this.#changed.resolve();
      },
    );
    this.#done = this.#run();
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#changed.resolve();
    return this.#done;
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    // Nobody is called before `subscribeToAll` has returned.
    await nextTurn();
    const patience = new Patience(Infinity);
    while (!this.#closed)
      try {
        await this.#follow(patience);
      } catch (error) {
        if (this.#closed) return;
        if (error instanceof Refused) return this.#subscriber.failed(error.cause);
        if (isFinal(error))
          return this.#subscriber.failed(storeErrorOf(error, 'the subscription has ended'));
        await patience.pause(this.#closing.signal);
      }
  }

  /** Until this is closed; throws when the server's subscription ends. */
  async #follow(patience: Patience): Promise<void> {
    const answers = this.#source.follow(this.#passed, () => this.#changed.resolve());
    this.#questions.ask();
    try {
      while (!this.#closed) {
        this.#changed = Promise.withResolvers();
        const places = await gather(answers);
        if (places.length > 0) {
          patience.rest();
          this.#missed = 0;
          await this.#give(places);
        } else if (answers.over) throw answers.over.error ?? new Error('the server has ended it');
        else if (this.#end === undefined) await this.#changed.promise;
        else if (this.#end <= this.#passed) await this.#standAt(this.#end);
        else if (await this.#isSilent()) await this.#readTo(this.#end);
      }
    } finally {
      this.#questions.stop();
      answers.cancel();
    }
  }

  async #give(places: readonly Passed[]): Promise<void> {
    const events: RecordedEvent[] = [];
    let last = this.#after;
    for (const { position, event } of places) {
      if (position > this.#passed) this.#passed = position;
      if (!event || !this.#source.isWanted(event) || this.#recent.has(position)) continue;
      if (position <= last)
        throw new StoreError('STORE_CORRUPT', `event ${event.id} came after later ones`);
      last = position;
      this.#recent.add(position);
      events.push(event);
    }
    if (events.length > 0) await this.#tell(events, last);
    this.#questions.askSoon();
  }

  async #tell(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    if (this.#closed) return;
    this.#questions.forget();
    this.#end = undefined;
    this.#isToldOfEnd = false;
    try {
      await this.#subscriber.events(events, upTo);
    } catch (cause) {
      throw new Refused('the subscriber threw', { cause });
    }
    this.#after = upTo;
  }

  /** Nothing that is wanted is missing up to this end of the log. */
  async #standAt(end: Position): Promise<void> {
    this.#end = undefined;
    if (end > this.#after) {
      await this.#tell([], end);
      this.#questions.askSoon();
    } else if (!this.#isToldOfEnd) {
      this.#isToldOfEnd = true;
      this.#subscriber.caughtUp?.(this.#after);
    }
  }

  /** Whether nothing happens for a moment. */
  async #isSilent(): Promise<boolean> {
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      this.#changed.resolve();
    }, GRACE);
    await this.#changed.promise;
    clearTimeout(timer);
    return silent && !this.#closed;
  }

  async #readTo(end: Position): Promise<void> {
    let page: Passed[] = [];
    let found = 0;
    for await (const event of this.#source.read(this.#passed, end)) {
      if (this.#closed) return;
      found++;
      if (page.push({ position: event.position, event }) < PAGE) continue;
      await this.#give(page);
      page = [];
    }
    await this.#give([...page, { position: end }]);
    if (found > 0 && ++this.#missed === MISSED) {
      this.#missed = 0;
      throw new Error('the server has stopped sending');
    }
  }
}

/** What has come, with what comes in the next turns of the event loop: one at a time it would be as many batches. */
async function gather(answers: Answers): Promise<Passed[]> {
  const places: Passed[] = [];
  for (let came = true; came && places.length < PAGE; await nextTurn()) {
    const taken = answers.take();
    came = taken.length > 0;
    places.push(...taken.flatMap((answer) => passedIn(answer) ?? []));
  }
  return places;
}
