import { Worker } from 'node:worker_threads';
import type { EventStore, RecordedEvent } from '#event-store';
import { HubError, StoreError } from '#kernel';
import { siblingModule } from '#sqlite';
import type {
  Answered,
  Failure,
  FromThread,
  Question,
  ThreadResult,
  ThreadTask,
  ToThread,
} from './thread-messages.ts';

/** Events that cross at once. */
const BATCH = 64;

/** A check under way on a thread of its own. */
export type ThreadCheck = {
  /** Events that the thread has been given. */
  readonly read: number;
  readonly result: Promise<ThreadResult>;
  /** Ends it, wherever it is. */
  stop(): Promise<void>;
};

/**
 * Checks a store on a thread of its own, so that this one answers others meanwhile: all that it does is read events, as
 * fast as they are worked on.
 */
export function checkInThread(
  store: Pick<EventStore, 'readAll' | 'end'>,
  task: ThreadTask,
): ThreadCheck {
  const worker = new Worker(siblingModule(import.meta.url, 'check.thread'), { workerData: task });
  const { promise, resolve, reject } = Promise.withResolvers<ThreadResult>();
  promise.catch(() => undefined); // Whoever stops it need not look.
  const reader = new Reader(store);
  worker.on('message', (message: FromThread) => {
    if ('result' in message) resolve(message.result);
    else if ('failure' in message) reject(errorOf(message.failure));
    else
      void reader.answer(message.question).then(
        (answer) => worker.postMessage({ number: message.number, answer } satisfies ToThread),
        (error: unknown) =>
          worker.postMessage({
            number: message.number,
            failure: failureOf(error),
          } satisfies ToThread),
      );
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new StoreError('STORE_UNAVAILABLE', 'the check was ended')));
  return {
    get read() {
      return reader.read;
    },
    result: promise,
    stop: async () => void (await worker.terminate()),
  };
}

/** A store's failure is one here, too; anything else is a defect. */
const errorOf = ({ code, message }: Failure): Error =>
  code.startsWith('STORE_')
    ? new StoreError(code as ConstructorParameters<typeof StoreError>[0], message)
    : new Error(message);

const failureOf = (error: unknown) => ({
  code: error instanceof HubError ? error.code : 'STORE_UNAVAILABLE',
  message: String(error),
});

/** Answers a thread's questions from the store. */
class Reader {
  readonly #store: Pick<EventStore, 'readAll' | 'end'>;
  readonly #cursors = new Map<number, AsyncIterator<RecordedEvent>>();
  #last = 0;
  read = 0;

  constructor(store: Pick<EventStore, 'readAll' | 'end'>) {
    this.#store = store;
  }

  async answer(question: Question): Promise<Answered> {
    if (question.ask === 'end') return this.#store.end();
    if (question.ask === 'open') {
      const { after, prefixes } = question;
      const events = this.#store.readAll(
        after,
        prefixes ? { streamPrefixes: prefixes } : undefined,
      );
      this.#cursors.set(++this.#last, events[Symbol.asyncIterator]());
      return this.#last;
    }
    const cursor = this.#cursors.get(question.cursor);
    if (question.ask === 'next') return cursor ? this.#next(cursor) : [];
    this.#cursors.delete(question.cursor);
    await cursor?.return?.();
    return null;
  }

  async #next(cursor: AsyncIterator<RecordedEvent>): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    while (events.length < BATCH) {
      const next = await cursor.next();
      if (next.done) break;
      events.push(next.value);
    }
    this.read += events.length;
    return events;
  }
}
