import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position, RecordedEvent, StreamFilter } from '../event-store.ts';
import type { Connection } from './connection.ts';
import { isDeleted, isFinal, storeErrorOf } from './errors.ts';
import { Patience } from './patience.ts';
import { eventOf, isWanted } from './recorded.ts';
import { endRequest, readAllRequest, readStreamRequest } from './requests.ts';
import { Slots } from './slots.ts';

/** Reads under way at once: far below the 100 calls that a server takes on one connection, subscriptions included. */
const AT_ONCE = 16;

export type Limits = {
  /** Milliseconds for which a call that fails is tried again. */
  readonly patience: number;
  /** Milliseconds without an answer after which a read counts as lost. */
  readonly silence: number;
};

/** Reads from the server, and goes on where a read broke off. */
export class Reader {
  readonly #connection: Connection;
  readonly #limits: Limits;
  readonly #slots = new Slots(AT_ONCE);
  #question: Promise<Position | 'start'> | undefined;
  #next: Promise<Position | 'start'> | undefined;

  constructor(connection: Connection, limits: Limits) {
    this.#connection = connection;
    this.#limits = limits;
  }

  /** At most `count` events. An absent stream and a deleted one read as empty. */
  async stream(name: string, from: number, count = Infinity): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    const rest = () =>
      readStreamRequest(name, (found.at(-1)?.revision ?? from - 1) + 1, count - found.length);
    try {
      await this.#slots.use(async () => {
        for await (const event of this.#events(rest)) found.push(event);
      });
    } catch (error) {
      if (isDeleted(error)) return [];
      throw storeErrorOf(error, `${name} cannot be read`);
    }
    return found.filter((event) => isWanted(event));
  }

  /** What the filter lets through after `after`, up to and including `upTo`. */
  async *all(
    after: Position,
    upTo: Position,
    filter: StreamFilter | undefined,
  ): AsyncGenerator<RecordedEvent> {
    if (filter?.streamPrefixes.length === 0) return;
    try {
      for await (const event of this.#events(() => readAllRequest(after, filter))) {
        if (event.position > upTo) return;
        if (event.position <= after) continue;
        after = event.position;
        if (isWanted(event, filter)) yield event;
      }
    } catch (error) {
      throw storeErrorOf(error, 'the log cannot be read');
    }
  }

  /** Asked by many at once, the server is asked once for all who come while it answers another question. */
  end(): Promise<Position | 'start'> {
    if (!this.#question) return (this.#question = this.#ask());
    return (this.#next ??= this.#question.catch(() => undefined).then(() => this.end()));
  }

  async #ask(): Promise<Position | 'start'> {
    try {
      let end: Position | 'start' = 'start';
      for await (const event of this.#events(endRequest)) end = event.position;
      return end;
    } catch (error) {
      throw storeErrorOf(error, 'the end of the log is not known');
    } finally {
      this.#question = this.#next = undefined;
    }
  }

  /** `request` is made anew for each try: it asks for what is still missing. */
  async *#events(request: () => ReadReq): AsyncGenerator<RecordedEvent> {
    for (let patience = new Patience(this.#limits.patience); ;) {
      try {
        for await (const event of this.#try(request())) {
          yield event;
          patience = new Patience(this.#limits.patience);
        }
        return;
      } catch (error) {
        if (isFinal(error) || patience.left === 0) throw error;
        await patience.pause();
      }
    }
  }

  async *#try(request: ReadReq): AsyncGenerator<RecordedEvent> {
    let changed = Promise.withResolvers<void>();
    const answers = this.#connection.read(request, () => changed.resolve());
    try {
      for (;;) {
        for (const answer of answers.take()) {
          const recorded = answer.getEvent()?.getEvent();
          if (recorded) yield eventOf(recorded);
        }
        if (answers.over?.error) throw answers.over.error;
        if (answers.over) return;
        await this.#within(changed.promise);
        changed = Promise.withResolvers<void>();
      }
    } finally {
      answers.cancel();
    }
  }

  async #within(answer: Promise<void>): Promise<void> {
    const { silence } = this.#limits;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new Error(`no answer within ${silence} ms`)),
      silence,
    );
    await Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
  }
}
