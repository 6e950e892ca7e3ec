import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumption, Handler, Missed } from '../fan-out.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import { reasonOf } from './errors.ts';
import { GenerationConsumer } from './generation-consumer.ts';
import { KeyedWork } from './keyed-work.ts';
import type { LaneNames } from './lane-names.ts';
import { isOver } from './progress.ts';
import { generationsOf } from './topics.ts';
import type { Entry } from './window.ts';

/** Milliseconds until something that is not there yet, or failed, is looked for again. */
const AGAIN = 500;

export type Consumed = {
  readonly names: LaneNames;
  readonly authority: string;
  readonly handler: Handler;
  readonly missed?: Missed | undefined;
};

/**
 * Consumes what is for one authority: generation after generation of its state's topic, each to its end before the next
 * is begun, and with a new client whenever one stalls or fails.
 */
export class AuthorityConsumer implements Consumption {
  readonly #consumed: Consumed;
  readonly #parts: ConsumerParts;
  readonly #work: KeyedWork;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #current: GenerationConsumer | undefined;

  constructor(consumed: Consumed, parts: ConsumerParts) {
    this.#consumed = consumed;
    this.#parts = parts;
    const settled = (entry: Entry) => {
      entry.window.settle(entry);
      this.#current?.settled(entry.window);
    };
    this.#work = new KeyedWork(consumed.handler, parts.options, settled);
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#work.close();
    await this.#current?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const topic = await this.#topicToConsume().catch((error: unknown) => this.#failed(error));
      if (topic !== undefined) await this.#consume(topic);
      else await sleep(AGAIN, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  /** Of the oldest generation that this authority has not seen the end of. Undefined while there is none. */
  async #topicToConsume(): Promise<string | undefined> {
    const { names, authority } = this.#consumed;
    return this.#parts.questions.ask(async (admin) => {
      const generations = await generationsOf(admin, names);
      for (const generation of generations) {
        const topic = names.messages(generation);
        const isLast = generation === generations.at(-1);
        if (isLast || !(await isOver(admin, topic, names.group(topic, authority)))) return topic;
      }
      return undefined;
    });
  }

  /** Until its end, or until it is better begun anew. */
  async #consume(topic: string): Promise<void> {
    const { authority, names, missed } = this.#consumed;
    const group = names.group(topic, authority);
    const consumer = new GenerationConsumer(
      { authority, topic, group, missed },
      this.#parts,
      this.#work,
    );
    this.#current = consumer;
    if (this.#closing.signal.aborted) void consumer.close();
    const error = await consumer.ended;
    if (error !== undefined) {
      this.#failed(error);
      await sleep(AGAIN, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
  }

  #failed(error: unknown): undefined {
    if (this.#closing.signal.aborted) return;
    const { authority } = this.#consumed;
    this.#parts.report('a consumer begins anew', { authority, ...reasonOf(error) });
  }
}
