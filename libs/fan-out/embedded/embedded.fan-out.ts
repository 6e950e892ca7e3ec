import { randomUUID } from 'node:crypto';
import { StoreError } from '#kernel';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import { FanOut, type Consumption, type Handler, type Lane, type Message } from '../fan-out.ts';
import { Consumer, CONSUMER_DEFAULTS, type ConsumerOptions } from './consumer.ts';
import type { operations } from './operations.ts';
import { Queue } from './queue.ts';

/** The fan-out in one SQLite file of this process. Done and forgotten messages are gone from the file. */
export class EmbeddedFanOut extends FanOut {
  readonly #writer: SqliteWriter<typeof operations>;
  readonly #options: ConsumerOptions;
  readonly #consumers = new Map<string, Consumer>();

  private constructor(writer: SqliteWriter<typeof operations>, options: ConsumerOptions) {
    super();
    this.#writer = writer;
    this.#options = options;
  }

  /** Throws STORE_LOCKED while another process has `file`, and what else `SqliteThread.open` throws. */
  static async open(
    thread: SqliteThread,
    file: string,
    options: Partial<ConsumerOptions> = {},
  ): Promise<EmbeddedFanOut> {
    const module = siblingModule(import.meta.url, 'operations');
    const writer = await thread.open<typeof operations>(file, module);
    return new EmbeddedFanOut(writer, { ...CONSUMER_DEFAULTS, ...options });
  }

  async lane(state: string): Promise<Lane> {
    const owner = randomUUID();
    await this.#writer.call('own', state, owner);
    return {
      publish: (messages, upTo, forget = []) => this.#publish(state, owner, messages, upTo, forget),
      position: async () => this.#position(state),
    };
  }

  /** STORE_LOCKED while the authority is consumed already. */
  async consume(state: string, authority: string, handler: Handler): Promise<Consumption> {
    const group = groupOf(state, authority);
    if (this.#consumers.has(group))
      throw new StoreError('STORE_LOCKED', `${authority} of lane ${state} is consumed already`);
    const consumer = new Consumer(this.#queue(state, authority), handler, this.#options);
    this.#consumers.set(group, consumer);
    return {
      close: async () => {
        await consumer.close();
        this.#consumers.delete(group);
      },
    };
  }

  async waiting(state: string, authority: string): Promise<number> {
    return this.#queue(state, authority).count();
  }

  async close(): Promise<void> {
    for (const consumer of this.#consumers.values()) await consumer.close();
    await this.#writer.close();
  }

  async #publish(
    state: string,
    owner: string,
    messages: readonly Message[],
    upTo: string,
    forget: readonly string[],
  ): Promise<void> {
    await this.#writer.call('publish', state, owner, messages, upTo, forget);
    for (const authority of new Set(messages.map((message) => message.authority)))
      this.#consumers.get(groupOf(state, authority))?.wake();
    // The write-ahead log still holds what was deleted, until it is emptied.
    if (forget.length > 0) await this.#writer.checkpoint();
  }

  #position(state: string): string | undefined {
    const row = prepared(this.#writer.reader(), 'SELECT position FROM lane WHERE state = ?').get(
      state,
    );
    return (row?.['position'] ?? undefined) as string | undefined;
  }

  #queue(state: string, authority: string): Queue {
    return new Queue(this.#writer, state, authority);
  }
}

const groupOf = (state: string, authority: string): string => `${state} ${authority}`;
