import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, Kafka } from 'kafkajs';
import { StoreError } from '#kernel';
import type { Questions } from './admin.ts';
import { RETRY } from './client.ts';
import { reasonOf } from './errors.ts';
import { laneAssigner } from './lane-assigner.ts';
import { ENTRY_KEY, readEntry, type LaneEntry } from './lane-book.ts';
import type { LaneNames } from './lane-names.ts';
import { Reader } from './reader.ts';
import type { Report } from './report.ts';
import { JOINING, within } from './within.ts';

/** Milliseconds after which a relay that says nothing has lost its lanes, and between two of its signs of life. */
const SESSION = 6_000;
const HEARTBEAT = 1_500;

/** How often the group is asked for, and milliseconds between: a broker that just started knows no groups yet. */
const TRIES = 10;
const AGAIN = 500;

/** How far back the last entry is looked for first: it, the marker of its transaction, and a few aborted ones. */
const LOOK_BACK = 16;

/**
 * A relay's place among those that want one lane. The group gives the lane to one of them, and to another when
 * that one leaves or is silent. It decides who works; that nobody else can publish is the producer's fencing.
 */
export class LaneSeat {
  readonly #names: LaneNames;
  readonly #kafka: Kafka;
  readonly #questions: Questions;
  readonly #report: Report;
  #consumer: Consumer | undefined;
  #reader: Reader | undefined;
  #isHeld = false;
  #isDoubted = false;
  #isClosed = false;
  #term = 0;
  #changed = Promise.withResolvers<void>();

  constructor(names: LaneNames, kafka: Kafka, questions: Questions, report: Report) {
    this.#names = names;
    this.#kafka = kafka;
    this.#questions = questions;
    this.#report = report;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Resolves when the lane is this relay's; waits while another has it. */
  async take(signal?: AbortSignal): Promise<void> {
    for (let tries = 1; !this.#isHeld;) {
      signal?.throwIfAborted();
      if (this.#isClosed) throw new StoreError('STORE_UNAVAILABLE', 'the fan-out is closed');
      const changed = this.#changed.promise;
      if (this.#consumer) await (signal ? Promise.race([changed, once(signal, 'abort')]) : changed);
      else if (await this.#join()) continue;
      else if (tries++ < TRIES) await sleep(AGAIN);
      else
        throw new StoreError('STORE_UNAVAILABLE', `the group of lane ${this.#names.state} is away`);
    }
  }

  /** What is claimed from now on. */
  claim(term: number): void {
    this.#term = term;
  }

  /**
   * Somebody else was met in the lane: it is held again when the group says so. Who wakes from a long sleep takes itself for
   * the owner, and would only drive out its successor.
   */
  doubt(): void {
    this.#isDoubted = this.#isHeld;
    this.#isHeld = false;
  }

  /** The last entry of the lane's book. Nobody may be writing to it any more. */
  async lastEntry(): Promise<LaneEntry | undefined> {
    const topic = this.#names.book;
    const [place] = await this.#questions.ask((admin) => admin.fetchTopicOffsets(topic));
    const [low, to] = [Number(place!.low), Number(place!.high)];
    let last: LaneEntry | undefined;
    for (let back = LOOK_BACK; ; back *= 8) {
      const from = Math.max(low, to - back);
      await this.#reader!.read(new Map([[0, { from, to }]]), ({ key, value }) => {
        if (key?.toString() === ENTRY_KEY && value) last = readEntry(value);
      });
      if (last !== undefined || from === low) return last;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const consumer = this.#consumer;
    this.#leave();
    await consumer?.disconnect().catch(() => {});
  }

  /** Whether this relay is one of the group now. */
  async #join(): Promise<boolean> {
    const topic = this.#names.book;
    const consumer = this.#kafka.consumer({
      groupId: this.#names.book,
      partitionAssigners: [laneAssigner(() => this.#term)],
      sessionTimeout: SESSION,
      rebalanceTimeout: SESSION,
      heartbeatInterval: HEARTBEAT,
      maxWaitTimeInMs: HEARTBEAT / 3,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    const reader = new Reader(consumer, topic);
    this.#consumer = consumer;
    this.#reader = reader;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      if (this.#consumer === consumer) this.#assigned((memberAssignment[topic] ?? []).includes(0));
    });
    consumer.on(consumer.events.HEARTBEAT, () => {
      if (this.#consumer === consumer && this.#isDoubted) this.#assigned(true);
    });
    // Whoever wants the lane joins again; until then it is not kept.
    consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
      if (this.#consumer !== consumer) return;
      this.#report('a relay has left its group', { state: this.#names.state, ...reasonOf(error) });
      this.#leave();
    });
    try {
      await within(consumer.connect(), 'a connection');
      await within(consumer.subscribe({ topic, fromBeginning: true }), 'a subscription');
      await within(
        consumer.run({ autoCommit: false, eachBatch: reader.eachBatch }),
        'the joining of a group',
        JOINING,
      );
      reader.rest();
    } catch {
      this.#leave();
    }
    if (this.#consumer === consumer) return true;
    await consumer.disconnect().catch(() => {});
    return false;
  }

  #assigned(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#isDoubted = false;
    if (!isHeld) this.#term = 0;
    this.#tell();
  }

  #leave(): void {
    this.#consumer = undefined;
    this.#assigned(false);
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
