import {
  decode,
  type EventStore,
  type Position,
  type RecordedEvent,
  type Subscription,
} from '#event-store';
import type { FanOut, Lane } from '#fan-out';
import { BATCH, LanePublisher, type Published } from './lane-publisher.ts';
import type { MessageMaker } from './message-maker.ts';

/**
 * Carries events to one recipient state: reads the store from the lane's position on and publishes the
 * messages for the state's authorities in one transaction with the position after them. So a crash anywhere repeats
 * nothing that was published and skips nothing that was not.
 */
export class LaneWorker {
  readonly #state: string;
  readonly #maker: MessageMaker;
  readonly #publisher: LanePublisher;
  readonly #subscription: Subscription;
  readonly #ended = Promise.withResolvers<unknown>();

  private constructor(
    state: string,
    store: EventStore,
    lane: Lane,
    maker: MessageMaker,
    published: Published,
    from: Position | undefined,
  ) {
    this.#state = state;
    this.#maker = maker;
    this.#publisher = new LanePublisher(lane, published, (error) => {
      this.#ended.resolve(error);
      void this.#subscription.close();
    });
    this.#subscription = store.subscribeToAll(
      from ?? 'start',
      undefined, // An event says itself to whom it goes, whatever it is about.
      {
        events: (batch, upTo) => this.#carry(batch, upTo),
        failed: (error) => this.#ended.resolve(error),
      },
    );
  }

  /** Takes the state's lane; where another relay has it, waits until that one is gone, or `signal` is aborted. */
  static async start(
    state: string,
    store: EventStore,
    fanOut: FanOut,
    maker: MessageMaker,
    signal: AbortSignal,
    published: Published = () => {},
  ): Promise<LaneWorker> {
    const lane = await fanOut.lane(state, signal);
    return new LaneWorker(state, store, lane, maker, published, await lane.position());
  }

  /** Resolves with what stopped it; a worker never goes on after an error. Undefined after `close`. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  async close(): Promise<void> {
    await this.#subscription.close();
    await this.#publisher.close();
    this.#ended.resolve(undefined);
  }

  async #carry(events: readonly RecordedEvent[], upTo: Position): Promise<void> {
    const batches = inBatches(events.filter((event) => this.#mayMatter(event)));
    for (const [index, batch] of batches.entries()) {
      const last = batch.at(-1)!.position;
      await this.#maker.knows(last);
      const made = await Promise.all(batch.map((event) => this.#maker.make(decode(event))));
      await this.#publisher.add({
        events: batch.length,
        messages: made.flatMap((one) => one.messages),
        upTo: index === batches.length - 1 ? upTo : last,
        forget: made.flatMap((one) => one.forget),
      });
    }
    if (batches.length === 0)
      await this.#publisher.add({ events: 0, messages: [], upTo, forget: [] });
  }

  /** Whether it is worth decoding: most events go to other states. `to` is written by `JSON.stringify`, so this text is in it. */
  #mayMatter({ type, metadata }: RecordedEvent): boolean {
    return type === 'DeliveryRedriven' || metadata.includes(`{"authority":"${this.#state}.`);
  }
}

/**
 * What is made together. An erasure begins a batch: what it takes out of the lane must have been
 * published before it.
 */
export function inBatches(events: readonly RecordedEvent[]): RecordedEvent[][] {
  const batches: RecordedEvent[][] = [];
  for (const event of events) {
    const batch = batches.at(-1);
    if (!batch || batch.length === BATCH || event.type === 'SubjectErased') batches.push([event]);
    else batch.push(event);
  }
  return batches;
}
