import { idsOf, soon, type Given } from './given.conformance.ts';
import type {
  Position,
  RecordedEvent,
  StreamFilter,
  Subscriber,
  Subscription,
} from '../event-store.ts';

/** A subscriber that writes down what it is told. */
export class Listener {
  readonly heard: RecordedEvent[] = [];
  readonly calls: { readonly events: readonly RecordedEvent[]; readonly upTo: Position }[] = [];
  /** How many events had been heard at each `caughtUp`, and where that was. */
  readonly caughtUps: { readonly heard: number; readonly at: Position }[] = [];
  readonly failures: unknown[] = [];
  readonly #patience: number;
  readonly #subscription: Subscription;
  readonly #waiting = new Set<() => void>();

  /** `hear` stands in for what a subscriber does with a batch. */
  constructor(
    { store, patience }: Pick<Given, 'store' | 'patience'>,
    after: Position | 'start',
    filter: StreamFilter | undefined,
    hear: Subscriber['events'] = () => undefined,
  ) {
    this.#patience = patience;
    this.#subscription = store.subscribeToAll(after, filter, {
      events: async (events, upTo) => {
        this.calls.push({ events, upTo });
        this.#changed();
        await hear(events, upTo);
        this.heard.push(...events);
        this.#changed();
      },
      caughtUp: (at) => {
        this.caughtUps.push({ heard: this.heard.length, at });
        this.#changed();
      },
      failed: (error) => {
        this.failures.push(error);
        this.#changed();
      },
    });
  }

  get ids(): string[] {
    return idsOf(this.heard);
  }

  /** Resolves once `condition` holds; rejects if it does not come to that. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const met = Promise.withResolvers<void>();
    const look = () => condition() && met.resolve();
    this.#waiting.add(look);
    look();
    await soon(met.promise, this.#patience, what).finally(() => this.#waiting.delete(look));
  }

  close(): Promise<void> {
    return soon(this.#subscription.close(), this.#patience, 'the subscription is closed');
  }

  #changed(): void {
    for (const look of this.#waiting) look();
  }
}
