import type { Kafka } from 'kafkajs';
import { StoreError } from '#kernel';
import { FanOut, type Consumption, type Handler, type Lane, type Missed } from '../fan-out.ts';
import type { KafkaAddress } from './address.ts';
import { Questions } from './admin.ts';
import { AuthorityConsumer } from './authority-consumer.ts';
import { kafkaClient } from './client.ts';
import { CONSUMER_DEFAULTS, type ConsumerOptions } from './consumer-parts.ts';
import { countWaiting } from './count-waiting.ts';
import { unavailable } from './errors.ts';
import { KafkaLane } from './kafka-lane.ts';
import { LaneSeat } from './lane-seat.ts';
import { prepareLane } from './prepare-lane.ts';
import type { Report } from './report.ts';
import { bookTopic, ensureBook } from './topics.ts';

export type KafkaOptions = Partial<ConsumerOptions> & { readonly report?: Report };

const PARTITIONS = 12;

/** The fan-out on Kafka, for any number of relays and adapters (ADR 9). Opening it asks nothing of the brokers yet. */
export class KafkaFanOut extends FanOut {
  readonly #kafka: Kafka;
  readonly #questions: Questions;
  readonly #partitions: number;
  readonly #report: Report;
  readonly #options: ConsumerOptions;
  readonly #seats = new Map<string, LaneSeat>();
  readonly #lanes = new Map<string, KafkaLane>();
  readonly #consumers = new Set<Consumption>();

  private constructor(address: KafkaAddress, { report = () => {}, ...options }: KafkaOptions) {
    super();
    this.#kafka = kafkaClient(address, report);
    this.#questions = new Questions(this.#kafka);
    this.#partitions = address.partitions ?? PARTITIONS;
    this.#report = report;
    this.#options = { ...CONSUMER_DEFAULTS, ...options };
  }

  static open(address: KafkaAddress, options: KafkaOptions = {}): KafkaFanOut {
    return new KafkaFanOut(address, options);
  }

  /** Also throws STORE_POSITION_MISSING, STORE_TOPIC_UNFIT, and STORE_UNAVAILABLE while the brokers are away. */
  async lane(state: string, signal?: AbortSignal): Promise<Lane> {
    try {
      await this.#questions.ask((admin) => ensureBook(admin, bookTopic(state)));
      const seat = this.#seatOf(state);
      await seat.take(signal);
      await this.#lanes.get(state)?.replace();
      const lane = await KafkaLane.open(state, this.#kafka, seat, (last) =>
        prepareLane(state, this.#questions, this.#partitions, last),
      );
      this.#lanes.set(state, lane);
      return lane;
    } catch (error) {
      if (signal?.aborted)
        throw new StoreError('STORE_UNAVAILABLE', 'the lane is not wanted any more');
      throw unavailable(error);
    }
  }

  async consume(
    state: string,
    authority: string,
    handler: Handler,
    missed?: Missed,
  ): Promise<Consumption> {
    const parts = {
      kafka: this.#kafka,
      questions: this.#questions,
      report: this.#report,
      options: this.#options,
    };
    const consumer = new AuthorityConsumer({ state, authority, handler, missed }, parts);
    this.#consumers.add(consumer);
    return {
      close: async () => {
        await consumer.close();
        this.#consumers.delete(consumer);
      },
    };
  }

  async waiting(state: string, authority: string): Promise<number> {
    try {
      return await countWaiting(this.#kafka, this.#questions, state, authority);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    await Promise.all([...this.#lanes.values()].map((lane) => lane.replace()));
    await Promise.all([...this.#seats.values()].map((seat) => seat.close()));
    await this.#questions.close();
  }

  #seatOf(state: string): LaneSeat {
    const known = this.#seats.get(state);
    if (known) return known;
    const seat = new LaneSeat(state, this.#kafka, this.#questions, this.#report);
    this.#seats.set(state, seat);
    return seat;
  }
}
