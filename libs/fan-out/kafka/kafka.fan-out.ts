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
import { laneNames, type LaneNames } from './lane-names.ts';
import { LaneSeat } from './lane-seat.ts';
import { prepareLane } from './prepare-lane.ts';
import type { Report } from './report.ts';
import { ensureBook } from './topics.ts';
import { Vigil } from './vigil.ts';

export type KafkaOptions = Partial<ConsumerOptions> & { readonly report?: Report };

const PARTITIONS = 12;

/** The fan-out on Kafka, for any number of relays and adapters (ADR 12). Opening it asks nothing of the brokers yet. */
export class KafkaFanOut extends FanOut {
  readonly #vigil: Vigil;
  readonly #kafka: Kafka;
  readonly #questions: Questions;
  readonly #partitions: number;
  readonly #prefix: string;
  readonly #report: Report;
  readonly #options: ConsumerOptions;
  readonly #seats = new Map<string, LaneSeat>();
  readonly #lanes = new Map<string, KafkaLane>();
  readonly #consumers = new Set<Consumption>();

  private constructor(address: KafkaAddress, { report = () => {}, ...options }: KafkaOptions) {
    super();
    this.#vigil = new Vigil(report);
    this.#kafka = kafkaClient(address, report, this.#vigil);
    this.#questions = new Questions(this.#kafka);
    this.#partitions = address.partitions ?? PARTITIONS;
    this.#prefix = address.prefix ?? '';
    this.#report = report;
    this.#options = { ...CONSUMER_DEFAULTS, ...options };
  }

  static open(address: KafkaAddress, options: KafkaOptions = {}): KafkaFanOut {
    return new KafkaFanOut(address, options);
  }

  /** Also throws STORE_POSITION_MISSING, STORE_TOPIC_UNFIT, and STORE_UNAVAILABLE while the brokers are away. */
  async lane(state: string, signal?: AbortSignal): Promise<Lane> {
    const names = this.#names(state);
    try {
      await this.#questions.ask((admin) => ensureBook(admin, names.book));
      const seat = this.#seatOf(names);
      await seat.take(signal);
      await this.#lanes.get(state)?.replace();
      const lane = await KafkaLane.open(names, this.#kafka, seat, (last) =>
        prepareLane(names, this.#questions, this.#partitions, last),
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
    const names = this.#names(state);
    const consumer = new AuthorityConsumer({ names, authority, handler, missed }, parts);
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
      return await countWaiting(this.#kafka, this.#questions, this.#names(state), authority);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
    await Promise.all([...this.#lanes.values()].map((lane) => lane.replace()));
    await Promise.all([...this.#seats.values()].map((seat) => seat.close()));
    await this.#questions.close();
    this.#vigil.close();
  }

  #names(state: string): LaneNames {
    return laneNames(state, this.#prefix);
  }

  #seatOf(names: LaneNames): LaneSeat {
    const known = this.#seats.get(names.state);
    if (known) return known;
    const seat = new LaneSeat(names, this.#kafka, this.#questions, this.#report);
    this.#seats.set(names.state, seat);
    return seat;
  }
}
