import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Missed } from '../fan-out.ts';
import { RETRY } from './client.ts';
import type { ConsumerParts } from './consumer-parts.ts';
import { unavailable } from './errors.ts';
import { Beyond, goneFrom } from './gone.ts';
import type { KeyedWork } from './keyed-work.ts';
import { inboxAssigner } from './lane-assigner.ts';
import { isOver, OVER, placesOf, type Place } from './progress.ts';
import { authorityOf, isEnd, toMessage } from './records.ts';
import { Window } from './window.ts';
import { JOINING, within } from './within.ts';

const BYTES_OF_A_PARTITION = 512 * 1024;
const WAITS = 'another adapter has the authority, this one waits';

/** Milliseconds after which a client that does not stop is left behind. */
const STOP = 5_000;

type Subject = {
  readonly authority: string;
  readonly topic: string;
  readonly group: string;
  readonly missed?: Missed | undefined;
};

/**
 * Consumes one topic as a member of the authority's group. The client only fetches: what it brings is handed to the
 * work and settled there, so that a failing delivery holds up neither other keys nor the signs of life.
 */
export class GenerationConsumer {
  readonly #subject: Subject;
  readonly #parts: ConsumerParts;
  readonly #work: KeyedWork;
  readonly #consumer: Consumer;
  readonly #windows = new Map<number, Window>();
  readonly #ended = Promise.withResolvers<unknown>();
  #assigned: Promise<void> = Promise.resolve();
  /** When it was given the authority's partitions; 0 while another member has them. */
  #since = 0;
  #keeping: Promise<void> | undefined;
  #watching: NodeJS.Timeout | undefined;
  #isClosed = false;
  #asking: Promise<void> = Promise.resolve();
  readonly #beyond = new Beyond();
  /** By partition: where it was at the last look, if it was behind. */
  #behind = new Map<number, number>();

  constructor(subject: Subject, parts: ConsumerParts, work: KeyedWork) {
    this.#subject = subject;
    this.#parts = parts;
    this.#work = work;
    const { session, wait } = parts.options;
    this.#consumer = parts.kafka.consumer({
      groupId: subject.group,
      partitionAssigners: [inboxAssigner(() => this.#since)],
      sessionTimeout: session,
      rebalanceTimeout: session,
      heartbeatInterval: session / 4,
      maxWaitTimeInMs: wait,
      maxBytesPerPartition: BYTES_OF_A_PARTITION,
      allowAutoTopicCreation: false,
      // One that failed is made anew as a whole, by whoever waits for its end.
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    this.#listen();
    within(this.#start(), 'the start of a consumer', JOINING).catch((error: unknown) =>
      this.#end(unavailable(error)),
    );
  }

  /** Resolves with why it should be begun anew; undefined when this generation is over, or it was closed. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  /** A message of this window is done. */
  settled(window: Window): void {
    if (window.hasRoom) this.#resume(window);
    this.#keepSoon();
  }

  /** Keeps what is done and leaves the group. */
  close(): Promise<void> {
    return this.#end(undefined);
  }

  async #end(reason: unknown): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#watching);
    await this.#keeping;
    await this.#keepPlaces().catch(() => {});
    const timer = Promise.withResolvers<void>();
    const patience = setTimeout(timer.resolve, STOP);
    await Promise.race([this.#consumer.disconnect().catch(() => {}), timer.promise]);
    clearTimeout(patience);
    for (const window of this.#windows.values()) window.isDropped = true;
    this.#ended.resolve(reason);
  }

  #listen(): void {
    const { events } = this.#consumer;
    const { topic } = this.#subject;
    this.#consumer.on(events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      this.#assigned = this.#assign(memberAssignment[topic] ?? []);
      this.#assigned.catch((error: unknown) => this.#end(unavailable(error)));
    });
    // Of batches with nothing but markers of transactions, or what was aborted, nobody is shown more than this.
    this.#consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      const window = this.#windows.get(payload.partition);
      if (!window || payload.batchSize > 0 || Number(payload.firstOffset) > window.next) return;
      window.next = Math.max(window.next, Number(payload.lastOffset) + 1);
      this.#keepSoon();
    });
    this.#consumer.on(events.CRASH, ({ payload: { error } }) => void this.#end(error));
  }

  /** One that waits takes over when the group knows that the other is gone. */
  #note(isOurs: boolean): void {
    this.#since = isOurs ? this.#since || Date.now() : 0;
    if (!isOurs) this.#parts.report(WAITS, { authority: this.#subject.authority });
  }

  async #start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.#subject.topic, fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.#take(payload),
    });
    this.#watch();
  }

  /** What was read of a partition that stays is kept; of one that went it is another member's now. */
  async #assign(partitions: readonly number[]): Promise<void> {
    this.#note(partitions.length > 0);
    for (const [partition, window] of this.#windows)
      if (!partitions.includes(partition)) {
        window.isDropped = true;
        this.#windows.delete(partition);
      }
    const fresh = partitions.filter((partition) => !this.#windows.has(partition));
    if (fresh.length > 0) {
      const places = await this.#places();
      for (const partition of fresh) {
        const { kept = 0, isOver: isEnded } = places.get(partition)!;
        this.#windows.set(partition, new Window(partition, kept, isEnded));
      }
    }
    for (const window of this.#windows.values()) this.#seek(window);
  }

  async #take({ batch, isStale }: EachBatchPayload): Promise<void> {
    await this.#assigned;
    const window = this.#windows.get(batch.partition);
    // What was fetched before it was known where to begin comes again.
    if (!window || isStale() || this.#isClosed) return;
    if (Number(batch.firstOffset()) > window.next) await this.#askForGone();
    for (const record of batch.messages) this.#look(record, window);
    window.next = Math.max(window.next, Number(batch.lastOffset()) + 1);
    if (window.isFull) this.#pause(window);
  }

  #look(record: KafkaMessage, window: Window): void {
    const offset = Number(record.offset);
    if (offset < window.next) return;
    if (isEnd(record)) window.isEnded = true;
    else if (authorityOf(record) === this.#subject.authority) this.#accept(record, window, offset);
  }

  #accept(record: KafkaMessage, window: Window, offset: number): void {
    const message = toMessage(record);
    if (message) return this.#work.add(window.add(message, offset));
    const { authority } = this.#subject;
    this.#parts.report('a record that no relay can have published is passed over', { authority });
  }

  /**
   * The client begins anew at the oldest message when its place is no more, and says so to nobody. Nothing is taken
   * from there before all that was missed is asked for: once, however many partitions miss something.
   */
  #askForGone(): Promise<void> {
    const asked = this.#asking.then(async () => {
      const gone = goneFrom(this.#windows.values(), await this.#places(), this.#beyond);
      if (gone.length === 0) return;
      const { authority, missed } = this.#subject;
      for (const { window, low } of gone)
        this.#parts.report('messages are gone that were not handled', {
          ...{ authority, partition: window.partition },
          ...{ from: window.next, to: low },
        });
      if (!missed)
        throw new Error(`messages to ${authority} are gone, and nobody asks for them anew`);
      await missed();
      for (const { window, low } of gone) {
        const isBefore = low < window.next;
        window.beginAt(low);
        if (isBefore) this.#seek(window);
      }
      this.#keepSoon();
    });
    this.#asking = asked.catch(() => {});
    return asked;
  }

  #places(): Promise<Map<number, Place>> {
    const { topic, group } = this.#subject;
    return this.#parts.questions.ask((admin) => placesOf(admin, topic, group));
  }

  #seek({ partition, next }: Window): void {
    this.#consumer.seek({ topic: this.#subject.topic, partition, offset: String(next) });
  }

  #pause(window: Window): void {
    const { partition } = window;
    window.isPaused = true;
    this.#consumer.pause([{ topic: this.#subject.topic, partitions: [partition] }]);
  }

  #resume(window: Window): void {
    const { partition, isDropped, isPaused } = window;
    if (!isPaused || isDropped || this.#isClosed) return;
    window.isPaused = false;
    this.#consumer.resume([{ topic: this.#subject.topic, partitions: [partition] }]);
  }

  /** What is done while one note is under way goes into the next together. */
  #keepSoon(): void {
    this.#keeping ??= this.#keep().finally(() => {
      this.#keeping = undefined;
    });
  }

  async #keep(): Promise<void> {
    const { keep } = this.#parts.options;
    while (this.#unkept().length > 0 && !this.#isClosed) {
      await this.#keepPlaces().catch(() => {}); // They come again: at least once.
      await new Promise((resolve) => setTimeout(resolve, keep));
    }
    if ([...this.#windows.values()].some(({ isOver }) => isOver)) void this.#endIfOver();
  }

  #unkept(): Window[] {
    return [...this.#windows.values()].filter(({ place, kept }) => place > kept);
  }

  async #keepPlaces(): Promise<void> {
    const { topic } = this.#subject;
    const windows = this.#unkept();
    const places = windows.map(({ partition, place, isOver }) => ({
      ...{ topic, partition, offset: String(place) },
      ...(isOver && { metadata: OVER }),
    }));
    if (places.length === 0) return;
    await this.#consumer.commitOffsets(places);
    for (const [index, window] of windows.entries()) window.kept = Number(places[index]!.offset);
  }

  /** Over when it is so for the whole group: a worker's next message may come from any partition of the next generation. */
  async #endIfOver(): Promise<void> {
    const { topic, group } = this.#subject;
    const over = await this.#parts.questions
      .ask((admin) => isOver(admin, topic, group))
      .catch(() => false);
    if (over) void this.#end(undefined);
  }

  #watch(): void {
    if (this.#isClosed) return;
    this.#watching = setTimeout(() => {
      this.#lookAfter()
        .catch(() => {}) // Whoever cannot ask cannot read either, and the client tries by itself.
        .finally(() => this.#watch());
    }, this.#parts.options.watch);
  }

  /** Begins anew what stands still although there is something to read, and what stands before the oldest message. */
  async #lookAfter(): Promise<void> {
    await this.#assigned;
    this.#keepSoon();
    const { topic } = this.#subject;
    const places = await this.#places();
    const behind = new Map<number, number>();
    for (const window of this.#windows.values()) {
      const { low, high } = places.get(window.partition)!;
      this.#beyond.look(window, high);
      if (low <= window.next && high > window.next && !window.isPaused)
        behind.set(window.partition, window.next);
    }
    await this.#askForGone();
    const stalled = [...behind].find(([partition, next]) => this.#behind.get(partition) === next);
    this.#behind = behind;
    if (stalled)
      return this.#end(new Error(`nothing comes from partition ${stalled[0]} of ${topic}`));
    if ([...this.#windows.values()].some(({ isOver }) => isOver)) await this.#endIfOver();
  }
}
