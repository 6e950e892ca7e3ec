import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { FanOut, Message } from '#fan-out';
import { HubError } from '#kernel';

/** Messages that are published together, and workers whose messages they are. */
const BATCH = 24;
const KEYS = 17;

/** Milliseconds before a lane that was lost is asked for again. */
const AGAIN = 100;

/** Who the numbers of a state are for. */
export const recipientOf = (state: string): string => `${state}.MOH`;

/** A position that is ordered as text. */
const positionOf = (number: number): string => String(number).padStart(12, '0');

/** The number as a message: its value says it, and its key is one of a few workers'. */
function messageOf(state: string, number: number): Message {
  const key = `worker-${number % KEYS}`;
  return {
    authority: recipientOf(state),
    event: positionOf(number),
    key,
    value: String(number),
    laneKey: 'none',
  };
}

export type Carrying = {
  /** So many more than the lane holds; without it, until `signal` is aborted. */
  readonly more?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds between two publishes. */
  readonly rest?: number;
  /** Told of each position that was published. */
  readonly published?: (number: number) => void;
  /** Told of each error. */
  readonly failed?: (code: string) => void;
};

/**
 * A relay of a store that holds the numbers from 1 on: carries them into a lane from its position on, and takes the lane
 * anew after an error, as the relay of events does. So what arrives is proved by counting.
 * @returns the last number that is published for sure
 */
export async function carryNumbers(
  fanOut: FanOut,
  state: string,
  { more = Infinity, signal, rest = 0, published, failed }: Carrying,
): Promise<number> {
  let last = 0;
  let goal: number | undefined;
  const isWanted = () => !signal?.aborted && (goal === undefined || last < goal);
  while (isWanted()) {
    try {
      const lane = await fanOut.lane(state, signal);
      last = Number((await lane.position()) ?? 0);
      goal ??= last + more;
      while (isWanted()) {
        const numbers = Array.from(
          { length: Math.min(BATCH, goal - last) },
          (_, n) => last + n + 1,
        );
        await lane.publish(
          numbers.map((number) => messageOf(state, number)),
          positionOf(numbers.at(-1)!),
        );
        last = numbers.at(-1)!;
        published?.(last);
        if (rest > 0) await sleep(rest);
      }
    } catch (error) {
      if (!isWanted()) break;
      failed?.(error instanceof HubError ? error.code : String(error));
      await sleep(AGAIN);
    }
  }
  return last;
}

/** What a topic holds, read as consumers do: the numbers of each partition in their order. */
export async function numbersIn(brokers: readonly string[], topic: string): Promise<number[][]> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const groupId = `numbers-${topic}-${Date.now()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  try {
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    const read: number[][] = ends.map(() => []);
    const seen = new Map<number, number>();
    const open = new Map(
      ends.filter(({ high }) => high !== '0').map(({ partition, high }) => [partition, high]),
    );
    const done = Promise.withResolvers<void>();
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      if (Number(lastOffset) + 1 >= Number(open.get(partition))) open.delete(partition);
      if (open.size === 0) done.resolve();
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ partition, message: { offset, value } }) => {
        // What a change of the group brings again stands there once.
        if (Number(offset) <= (seen.get(partition) ?? -1)) return;
        seen.set(partition, Number(offset));
        read[partition]!.push(Number(value));
      },
    });
    if (open.size > 0) await done.promise;
    return read;
  } finally {
    await consumer.disconnect();
    await admin.disconnect();
  }
}

/** Numbers up to `last` that are not there exactly once, and those that stand behind a later one of their worker. */
export function wrongNumbers(read: readonly number[][], last: number) {
  const times = new Map<number, number>();
  const late: number[] = [];
  for (const partition of read) {
    const highest = new Map<number, number>();
    for (const number of partition) {
      times.set(number, (times.get(number) ?? 0) + 1);
      const worker = number % KEYS;
      if (number < (highest.get(worker) ?? 0)) late.push(number);
      highest.set(worker, Math.max(number, highest.get(worker) ?? 0));
    }
  }
  const all = Array.from({ length: last }, (_, n) => n + 1);
  return {
    lost: all.filter((number) => !times.has(number)),
    twice: [...times].filter(([, count]) => count > 1).map(([number]) => number),
    late,
  };
}
