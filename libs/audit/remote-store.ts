import type { MessagePort } from 'node:worker_threads';
import type { EventStore, Position, RecordedEvent, StreamFilter } from '#event-store';
import { StoreError } from '#kernel';
import type { ReadableStore } from './check-store.ts';
import type { Answered, Question, ToThread } from './thread-messages.ts';

/** A store that another thread reads: asked for by messages, the next events while the last ones are worked on. */
export class RemoteStore implements ReadableStore {
  readonly #port: Pick<MessagePort, 'postMessage'>;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answered>>();
  #last = 0;

  constructor(port: Pick<MessagePort, 'postMessage'>) {
    this.#port = port;
  }

  answered(message: ToThread): void {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if ('answer' in message) waiting?.resolve(message.answer);
    else {
      const { code, message: text } = message.failure;
      // Sound: codes cross as they are.
      waiting?.reject(new StoreError(code as ConstructorParameters<typeof StoreError>[0], text));
    }
  }

  async end(): ReturnType<EventStore['end']> {
    return (await this.#ask({ ask: 'end' })) as Position;
  }

  async *readAll(after: Position, filter?: StreamFilter): AsyncGenerator<RecordedEvent> {
    const prefixes = filter?.streamPrefixes ?? null;
    const cursor = (await this.#ask({ ask: 'open', after, prefixes })) as number;
    const next = () => this.#ask({ ask: 'next', cursor }) as Promise<readonly RecordedEvent[]>;
    let coming = next();
    try {
      for (;;) {
        const events = await coming;
        if (events.length === 0) return;
        coming = next();
        coming.catch(() => undefined); // Looked at above, unless nobody reads on.
        yield* events;
      }
    } finally {
      await this.#ask({ ask: 'close', cursor });
    }
  }

  #ask(question: Question): Promise<Answered> {
    const number = ++this.#last;
    const waiting = Promise.withResolvers<Answered>();
    this.#waiting.set(number, waiting);
    this.#port.postMessage({ question, number });
    return waiting.promise;
  }
}
