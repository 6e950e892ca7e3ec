import type { Worker } from 'node:worker_threads';
import { StoreError } from '#kernel';
import { unpack, type Call, type Control, type Reply, type Request } from './crossing.ts';

type Waiting = { resolve(value: unknown): void; reject(reason: unknown): void };

/** The calling thread's end of the way to the writer thread and back. */
export class Channel {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #outgoing: Call[] = [];
  #lastId = 0;
  #ended: StoreError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (replies: readonly Reply[]) => this.#answer(replies));
    worker.on('error', (cause) => this.#end('the writer thread failed', cause));
    worker.on('exit', () => this.#end('the writer thread has ended'));
  }

  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Sends a call together with all others of this turn of the event loop. */
  call(database: number, operation: string, args: unknown[]): Promise<unknown> {
    return this.#expect((id) => {
      if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
      this.#outgoing.push([id, database, operation, args]);
    });
  }

  /** Sends a request behind every call made before it. */
  control(control: Control): Promise<unknown> {
    return this.#expect((id) => {
      this.#flush();
      this.#post({ kind: 'control', id, control });
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #expect(send: (id: number) => void): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const calls = this.#outgoing;
    this.#outgoing = [];
    this.#post({ kind: 'calls', calls });
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  #answer(replies: readonly Reply[]): void {
    for (const [id, done, value] of replies) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (done) waiting?.resolve(value);
      else waiting?.reject(unpack(value));
    }
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new StoreError('STORE_UNAVAILABLE', message, { cause });
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
