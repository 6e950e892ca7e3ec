import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOfAsync, until } from '#testing';
import type { Consumption, FanOut, Handler, Lane, Message } from './fan-out.ts';

/** An adapter, as its suite needs to know it. */
export type FanOutSubject = {
  /** Opens the same storage, each time after what was opened before is closed. */
  open(): Promise<FanOut>;
  /** Whether `forget` deletes waiting messages. A broker may leave that to its retention. */
  readonly forgets: boolean;
  /** Milliseconds in which a condition has to come true. */
  readonly patience: number;
};

/** Every FanOut passes these, and so does every wrapper around one. */
export function fanOutConformance(name: string, subject: FanOutSubject): void {
  describe(`${name} is a FanOut`, () => {
    test.each(Object.entries(FAN_OUT_CHECKS))(
      '%s',
      (_, check) => check(subject),
      20 * subject.patience,
    );
  });
}

/** The promises of the port; a check rejects when the adapter breaks its promise. */
export const FAN_OUT_CHECKS = {
  'a lane that never published has no position': checked(async ({ lane }) => {
    expect(await lane.position()).toBeUndefined();
  }),

  'a message comes as it was published': checked(async ({ lane, one, consume, arrives }) => {
    const message = { ...one('RU.MOH', 'key'), value: 'x'.repeat(100_000), laneKey: 'wrapped' };
    await lane.publish([message], '01');
    const { given } = await consume('RU.MOH');
    await arrives(given, message);
    expect(given[0]).toEqual(message);
  }),

  'publish is durable, with its position': checked(async (bench) => {
    const { lane, one, state, arrives } = bench;
    const message = one('RU.MOH', 'key');
    await lane.publish([message], '01');
    await bench.reopen();
    expect(await (await bench.fanOut.lane(state)).position()).toBe('01');
    await arrives((await bench.consume('RU.MOH')).given, message);
  }),

  'a position may move without messages': checked(async ({ lane }) => {
    await lane.publish([], '01');
    expect(await lane.position()).toBe('01');
  }),

  'a publish at or below the position is refused and leaves nothing behind': checked(
    async ({ lane, one, consume, arrives }) => {
      const { given } = await consume('RU.MOH');
      const [lost, alsoLost, last] = [1, 2, 3].map(() => one('RU.MOH', 'key'));
      await lane.publish([], '02');
      expect(await codeOfAsync(() => lane.publish([lost!], '02'))).toBe('STORE_CONCURRENT_WRITE');
      expect(await codeOfAsync(() => lane.publish([alsoLost!], '01'))).toBe(
        'STORE_CONCURRENT_WRITE',
      );
      expect(await lane.position()).toBe('02');
      await lane.publish([last!], '03');
      await arrives(given, last!);
      expect(given).toEqual([last]);
    },
  ),

  'a second owner of a lane fences the first': checked(
    async ({ fanOut, state, lane, one, consume, arrives }) => {
      const { given } = await consume('RU.MOH');
      const [first, lost, last] = [1, 2, 3].map(() => one('RU.MOH', 'key'));
      await lane.publish([first!], '01');
      const second = await fanOut.lane(state);
      expect(await second.position()).toBe('01');
      expect(await codeOfAsync(() => lane.publish([lost!], '02'))).toBe('STORE_FENCED');
      await second.publish([last!], '02');
      await arrives(given, last!);
      expect(distinct(given)).toEqual([first, last]);
    },
  ),

  'messages of a key come in order, published before and after it is consumed': checked(
    async ({ lane, one, consume, arrives, patience }) => {
      const messages = numbers(300).map((n) => one('RU.MOH', `key-${n % 7}`));
      await lane.publish(messages.slice(0, 100), '01');
      const { given } = await consume('RU.MOH', () => sleep(Math.random() * 4));
      await lane.publish(messages.slice(100, 200), '02');
      await until(() => given.length >= 150, patience);
      await lane.publish(messages.slice(200), '03');
      await arrives(given, ...messages);
      const inOrder = (list: Message[]) => Map.groupBy(list, ({ key }) => key);
      const expected = inOrder(messages);
      for (const [key, list] of inOrder(distinct(given))) expect(list).toEqual(expected.get(key));
    },
  ),

  'a key has one message in hand at a time': checked(async ({ lane, one, consume, arrives }) => {
    const messages = numbers(40).map((n) => one('RU.MOH', `key-${n % 2}`));
    const inHand = new Set<string>();
    let overlaps = 0;
    const { given } = await consume('RU.MOH', async ({ key }) => {
      if (inHand.has(key)) overlaps++;
      inHand.add(key);
      await sleep(1);
      inHand.delete(key);
    });
    await lane.publish(messages, '01');
    await arrives(given, ...messages);
    expect(overlaps).toBe(0);
  }),

  'a message is done only when its handler resolves': checked(
    async ({ fanOut, state, lane, one, consume, after, patience }) => {
      const released = Promise.withResolvers<void>();
      after(() => released.resolve());
      await lane.publish([one('RU.MOH', 'key')], '01');
      const { given } = await consume('RU.MOH', () => released.promise);
      await until(() => given.length === 1, patience);
      await sleep(50);
      expect(await fanOut.waiting(state, 'RU.MOH')).toBe(1);
      released.resolve();
      await until(async () => (await fanOut.waiting(state, 'RU.MOH')) === 0, patience);
    },
  ),

  'a rejected message comes again, after a pause and before later ones of its key': checked(
    async ({ lane, one, consume, arrives }) => {
      const [first, second] = [one('RU.MOH', 'key'), one('RU.MOH', 'key')];
      const times: number[] = [];
      const { given } = await consume('RU.MOH', async ({ event }) => {
        if (event === first.event && times.push(performance.now()) < 3) throw new Error('not yet');
      });
      await lane.publish([first, second], '01');
      await arrives(given, second);
      expect(given).toEqual([first, first, first, second]);
      expect(times[1]! - times[0]!).toBeGreaterThan(5);
      expect(times[2]! - times[1]!).toBeGreaterThan(5);
    },
  ),

  'a consumer that starts again begins with everything not done': checked(
    async ({ lane, one, consume, arrives }) => {
      const [bad, later, good] = ['bad', 'bad', 'good'].map((key) => one('RU.MOH', key));
      await lane.publish([bad!, later!, good!], '01');
      const before = await consume('RU.MOH', async ({ key }) => {
        if (key === 'bad') throw new Error('not yet');
      });
      await arrives(before.given, bad!, good!);
      await before.consumption.close();
      const { given } = await consume('RU.MOH');
      await arrives(given, bad!, later!);
      expect(distinct(given).filter(({ key }) => key === 'bad')).toEqual([bad, later]);
    },
  ),

  'a closed consumer begins nothing more and finishes what it began': checked(
    async ({ lane, one, consume, patience }) => {
      let finished = 0;
      const { given, consumption } = await consume('RU.MOH', async () => {
        await sleep(30);
        finished++;
      });
      await lane.publish([one('RU.MOH', 'key'), one('RU.MOH', 'key')], '01');
      await until(() => given.length === 1, patience);
      await consumption.close();
      expect(finished).toBe(given.length);
      const begun = given.length;
      await lane.publish([one('RU.MOH', 'other')], '02');
      await sleep(100);
      expect(given).toHaveLength(begun);
    },
  ),

  'failing keys hold up no other key': checked(async ({ lane, one, consume, arrives }) => {
    const failing = numbers(100).flatMap((n) => [
      one('RU.MOH', `bad-${n}`),
      one('RU.MOH', `bad-${n}`),
    ]);
    const good = one('RU.MOH', 'good');
    await lane.publish([...failing, good], '01');
    const { given } = await consume('RU.MOH', async ({ key }) => {
      if (key !== 'good') throw new Error('never');
    });
    await arrives(given, good);
  }),

  'one authority holds up no other': checked(async ({ lane, one, consume, arrives, after }) => {
    const stuck = Promise.withResolvers<void>();
    after(() => stuck.resolve());
    const theirs = numbers(100).map((n) => one('RU.MOH', `key-${n}`));
    const ours = one('RU.MOL', 'key-1');
    await lane.publish([...theirs, ours], '01');
    await consume('RU.MOH', () => stuck.promise);
    await arrives((await consume('RU.MOL')).given, ours);
  }),

  'authorities get their own messages only': checked(async ({ lane, one, consume, arrives }) => {
    const messages = numbers(20).map((n) => one(n % 2 ? 'RU.MOH' : 'RU.MOL', `key-${n}`));
    await lane.publish(messages, '01');
    for (const authority of ['RU.MOH', 'RU.MOL']) {
      const expected = messages.filter((message) => message.authority === authority);
      const { given } = await consume(authority);
      await arrives(given, ...expected);
      await sleep(20);
      expect(distinct(given)).toHaveLength(expected.length);
    }
  }),

  'waiting counts what is published and not done': checked(
    async ({ fanOut, state, lane, one, consume, patience }) => {
      const waiting = () => fanOut.waiting(state, 'RU.MOH');
      expect(await waiting()).toBe(0);
      await lane.publish(
        numbers(3).map((n) => one('RU.MOH', `key-${n}`)),
        '01',
      );
      await lane.publish([one('RU.MOL', 'key')], '02');
      expect(await waiting()).toBe(3);
      await consume('RU.MOH');
      await until(async () => (await waiting()) === 0, patience);
    },
  ),

  'forget deletes the waiting messages of its keys, then stores the new ones': checked(
    async ({ forgets, lane, one, consume, arrives }) => {
      const [gone, kept] = [one('RU.MOH', 'erased'), one('RU.MOH', 'other')];
      const notice = one('RU.MOH', 'erased');
      await lane.publish([gone, kept], '01');
      await lane.publish([notice], '02', ['erased']);
      const { given } = await consume('RU.MOH');
      await arrives(given, kept, notice);
      expect(given.some(({ event }) => event === gone.event)).toBe(!forgets);
    },
  ),
};

/** What a check works with: an open fan-out, a lane of its own, and helpers that know the subject's patience. */
type Bench = FanOutSubject & {
  fanOut: FanOut;
  readonly state: string;
  readonly lane: Lane;
  /** A message like no other. */
  one(authority: string, key: string): Message;
  /** Consumes; `given` is everything the handler was called with, before `behave` is asked. */
  consume(
    authority: string,
    behave?: Handler,
  ): Promise<{ given: Message[]; consumption: Consumption }>;
  /** Waits until all of `messages` have been given. */
  arrives(given: Message[], ...messages: Message[]): Promise<void>;
  reopen(): Promise<void>;
  /** Done before everything is closed. */
  after(action: () => void): void;
};

function checked(check: (bench: Bench) => Promise<void>) {
  return async (subject: FanOutSubject): Promise<void> => {
    const fanOut = await subject.open();
    // A state like no other: a broker keeps what earlier runs left.
    const state = `T${randomUUID()}`;
    const lane = await fanOut.lane(state);
    const afterwards: (() => void)[] = [];
    const bench: Bench = {
      ...subject,
      fanOut,
      state,
      lane,
      one: (authority, key) => ({
        authority,
        key,
        event: randomUUID(),
        value: 'sealed',
        laneKey: 'key',
      }),
      async consume(authority, behave = async () => {}) {
        const given: Message[] = [];
        const handler: Handler = (message) => (given.push(message), behave(message));
        return { given, consumption: await bench.fanOut.consume(state, authority, handler) };
      },
      arrives: (given, ...messages) =>
        until(() => {
          const events = new Set(given.map(({ event }) => event));
          return messages.every(({ event }) => events.has(event));
        }, subject.patience),
      async reopen() {
        await bench.fanOut.close();
        bench.fanOut = await subject.open();
      },
      after: (action) => void afterwards.push(action),
    };
    try {
      await check(bench);
    } finally {
      for (const action of afterwards) action();
      await bench.fanOut.close();
    }
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Each message where it first came: at least once means that it may come again. */
const distinct = (given: readonly Message[]): Message[] =>
  given.filter(({ event }, at) => given.findIndex((other) => other.event === event) === at);
