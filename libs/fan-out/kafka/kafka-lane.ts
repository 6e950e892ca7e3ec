import type { Kafka, Message as KafkaRecord } from 'kafkajs';
import { ConcurrentWrite, StoreError, type HubError } from '#kernel';
import type { Lane, Message } from '../fan-out.ts';
import { isFenced, unavailable } from './errors.ts';
import { ENTRY_KEY, writeEntry, type LaneEntry } from './lane-book.ts';
import type { LaneNames } from './lane-names.ts';
import { LaneProducer } from './lane-producer.ts';
import type { LaneSeat } from './lane-seat.ts';
import { endRecord, toRecord } from './records.ts';

/**
 * A lane in the hands of its owner. A publish is one transaction: the messages, and beside them the entry of the
 * book that says how far they go. After any error it is over, and the lane is taken anew: what became of a
 * transaction whose answer was lost stands in the book.
 */
export class KafkaLane implements Lane {
  readonly #names: LaneNames;
  readonly #seat: LaneSeat;
  readonly #producer: LaneProducer;
  #entry: LaneEntry;
  #over: HubError | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(names: LaneNames, seat: LaneSeat, producer: LaneProducer, entry: LaneEntry) {
    this.#names = names;
    this.#seat = seat;
    this.#producer = producer;
    this.#entry = entry;
  }

  /**
   * Fences every other owner, then finds out where the lane stands. `prepare` gets the last entry, makes the topics ready,
   * and returns how messages lie from now on.
   */
  static async open(
    names: LaneNames,
    kafka: Kafka,
    seat: LaneSeat,
    prepare: (last: LaneEntry | undefined) => Promise<Omit<LaneEntry, 'term'>>,
  ): Promise<KafkaLane> {
    const producer = await LaneProducer.open(kafka, names.book);
    try {
      const last = await seat.lastEntry();
      const term = (last?.term ?? 0) + 1;
      const lane = new KafkaLane(names, seat, producer, { ...(await prepare(last)), term });
      await producer.write(lane.#records([], last));
      seat.claim(term);
      return lane;
    } catch (error) {
      await producer.close();
      throw error;
    }
  }

  async position(): Promise<string | undefined> {
    return this.#entry.position;
  }

  /** What `forget` names is left to the topic's retention. */
  publish(messages: readonly Message[], upTo: string): Promise<void> {
    const published = this.#last.then(() => this.#publish(messages, upTo));
    this.#last = published.catch(() => {});
    return published;
  }

  /** Ends it: another owner has the lane. What is being published comes to its end first. */
  async replace(): Promise<void> {
    this.#over ??= new StoreError('STORE_FENCED', `lane ${this.#names.state} has another owner`);
    await this.#last;
    await this.#producer.close();
  }

  async #publish(messages: readonly Message[], upTo: string): Promise<void> {
    if (!this.#seat.isHeld) this.#over ??= this.#lost();
    if (this.#over) throw this.#over;
    const { position } = this.#entry;
    if (position !== undefined && upTo <= position)
      throw new ConcurrentWrite(
        `lane ${this.#names.state} stands at ${position}, not below ${upTo}`,
      );
    const before = this.#entry;
    try {
      this.#entry = { ...before, position: upTo };
      await this.#producer.write(this.#records(messages, before));
    } catch (error) {
      this.#entry = before;
      if (isFenced(error) && !this.#over) this.#seat.doubt();
      this.#over ??= isFenced(error) ? this.#lost(error) : unavailable(error);
      void this.#producer.close();
      throw this.#over;
    }
  }

  #lost(cause?: unknown): HubError {
    return new StoreError('STORE_LANE_LOST', `lane ${this.#names.state} went to another relay`, {
      cause,
    });
  }

  /** Where the entry begins another generation than `before`, every partition of the one before is ended. */
  #records(messages: readonly Message[], before: LaneEntry | undefined) {
    const { generation, partitions } = this.#entry;
    const records = new Map<string, readonly KafkaRecord[]>([
      [this.#names.book, [{ key: ENTRY_KEY, value: writeEntry(this.#entry), partition: 0 }]],
    ]);
    if (before && before.generation !== generation) {
      const ends = Array.from({ length: before.partitions }, (_, n) => endRecord(n, generation));
      records.set(this.#names.messages(before.generation), ends);
    }
    const made = messages.map((message) => toRecord(message, partitions));
    if (made.length > 0) records.set(this.#names.messages(generation), made);
    return records;
  }
}
