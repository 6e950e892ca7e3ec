import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { StoreError } from '#kernel';

/** From this offset up to, not including, that one. */
export type Range = { readonly from: number; readonly to: number };

type Reading = {
  readonly pending: Map<number, number>;
  readonly take: (record: KafkaMessage, partition: number) => void;
  readonly done: () => void;
};

/** Milliseconds for a reading. */
const PATIENCE = 20_000;

/**
 * Reads ranges of a topic through a consumer that is otherwise at rest. The end of a range may be a marker of a
 * transaction, which the client shows to nobody: only its event of having gone past it tells.
 */
export class Reader {
  readonly #consumer: Consumer;
  readonly #topic: string;
  #reading: Reading | undefined;

  constructor(consumer: Consumer, topic: string) {
    this.#consumer = consumer;
    this.#topic = topic;
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) =>
      this.#wentPast(partition, Number(lastOffset)),
    );
  }

  /** Hand this to the consumer's `run`. */
  readonly eachBatch = async ({ batch }: EachBatchPayload): Promise<void> => {
    const reading = this.#reading;
    const to = reading?.pending.get(batch.partition);
    if (to === undefined) return;
    for (const record of batch.messages)
      if (Number(record.offset) < to) reading!.take(record, batch.partition);
  };

  /** Call once the consumer runs. */
  rest(): void {
    this.#consumer.pause([{ topic: this.#topic }]);
  }

  /** Hands every record of the ranges to `take`. The consumer must have their partitions. */
  async read(ranges: ReadonlyMap<number, Range>, take: Reading['take']): Promise<void> {
    const wanted = [...ranges].filter(([, { from, to }]) => from < to);
    if (wanted.length === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const patience = setTimeout(
      () => reject(new StoreError('STORE_UNAVAILABLE', `${this.#topic} cannot be read`)),
      PATIENCE,
    );
    const pending = new Map(wanted.map(([partition, { to }]) => [partition, to]));
    const topic = this.#topic;
    try {
      this.#reading = { pending, take, done: resolve };
      for (const [partition, { from }] of wanted)
        this.#consumer.seek({ topic, partition, offset: String(from) });
      this.#consumer.resume([{ topic, partitions: [...pending.keys()] }]);
      await promise;
    } finally {
      clearTimeout(patience);
      this.#reading = undefined;
      this.rest();
    }
  }

  #wentPast(partition: number, last: number): void {
    const reading = this.#reading;
    const to = reading?.pending.get(partition);
    if (!reading || to === undefined || last + 1 < to) return;
    reading.pending.delete(partition);
    if (reading.pending.size === 0) reading.done();
  }
}
