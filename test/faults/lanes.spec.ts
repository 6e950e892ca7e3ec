import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaFanOut } from '#fan-out/kafka';
import { TestNationalSystem, until } from '#testing';
import { API, KafkaCluster, requireJava, type KafkaFault } from '#testing/kafka';
import { Chance } from './chance.ts';
import { extent, SEED } from './extent.ts';
import { ConsumerProcess, LanesProcess } from './lanes-process.ts';
import { carryNumbers, numbersIn, recipientOf, wrongNumbers } from './numbers.ts';

/** Lanes that the faults meet side by side. */
const LANES = 8;
const KILLS = extent(4, 200);
/** Each freezes a process that holds all lanes: so many lanes are taken over from one that comes back. */
const FREEZES = extent(1, 7);
/** Milliseconds that it is frozen at least; longer than it takes others to notice. */
const FROZEN = extent(7_000, 30_000);
const INJECTIONS = extent(3, 100);
/** Consumers that come or go, every two seconds one. */
const STORM = extent(3, 30);
/** Milliseconds that anything may take on a busy machine. */
const PATIENCE = 180_000;
const LONG = 10 * PATIENCE;

/** What a broker may say of a sending, by the protocol's numbers. */
const ERRORS = {
  NOT_LEADER_OR_FOLLOWER: 6,
  REQUEST_TIMED_OUT: 7,
  NOT_ENOUGH_REPLICAS: 19,
  OUT_OF_ORDER_SEQUENCE_NUMBER: 45,
  INVALID_PRODUCER_EPOCH: 47,
  UNKNOWN_PRODUCER_ID: 59,
};

describe(`lanes of numbers over a broker (SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  let cluster: KafkaCluster;
  const seen: Record<string, number> = {};
  const note = (what: string, value: number) => (seen[what] = Math.max(seen[what] ?? 0, value));
  const processes: LanesProcess[] = [];

  beforeAll(async () => {
    await requireJava();
    cluster = await KafkaCluster.start({ proxied: true });
  }, LONG);
  afterAll(async () => {
    for (const one of processes) await one.kill();
    await cluster?.kill();
    process.stdout.write(`${JSON.stringify(seen)} (SEED=${SEED})\n`);
  });

  const newStates = () => Array.from({ length: LANES }, () => `S${randomUUID()}`);
  const begin = (states: readonly string[]): LanesProcess => {
    const begun = new LanesProcess(cluster.brokers, states);
    processes.push(begun);
    return begun;
  };
  const fail = (fault: (typeof cluster.proxies)[number]['fault']) =>
    (cluster.proxies[0]!.fault = fault);

  /** Carries each lane some numbers further, as whoever has it last, and says what is wrong with what lies there. */
  async function findings(states: readonly string[]) {
    const fanOut = KafkaFanOut.open({ brokers: cluster.brokers, partitions: 3 });
    const found = await Promise.all(
      states.map(async (state) => {
        const last = await carryNumbers(fanOut, state, { more: 50 });
        seen['numbers'] = (seen['numbers'] ?? 0) + last;
        return wrongNumbers(await numbersIn(cluster.brokers, `exchange.${state}`), last);
      }),
    );
    await fanOut.close();
    return found;
  }
  const flawless = Array.from({ length: LANES }, () => ({ lost: [], twice: [], late: [] }));

  test(
    `of ${KILLS} relays killed at a commit, before the broker has it or behind its answer, each is gone on from`,
    async () => {
      const states = newStates();
      for (let kills = 0; kills < KILLS; kills++) {
        // A lane is taken up again when those who had it are long forgotten: nobody has to wait for that.
        const state = states[kills % LANES]!;
        const relay = begin([state]);
        const killed = Promise.withResolvers<void>();
        const fault: KafkaFault = {
          when: chance.draw() < 0.5 ? 'before' : 'after',
          cut: true,
          tell: () => killed.resolve(relay.kill()),
        };
        let commits = chance.between(2, 8);
        fail(({ api, frame }) =>
          api === API.endTransaction && frame.includes(state) && --commits <= 0 ? fault : undefined,
        );
        await killed.promise;
        fail(() => undefined);
      }
      expect(await findings(states)).toEqual(flawless);
      seen['relays killed at a commit'] = KILLS;
    },
    LONG,
  );

  test(
    'are taken over from a relay that sleeps, which publishes nothing when it wakes',
    async () => {
      const states = newStates();
      let [one, other] = [begin(states), begin(states)];
      const carries = (relay: LanesProcess, than: ReadonlyMap<string, number>) =>
        states.every((state) => (relay.published.get(state) ?? 0) > (than.get(state) ?? 0));
      await until(
        () => states.every((state) => one.published.has(state) || other.published.has(state)),
        PATIENCE,
      );
      for (let freezes = 0; freezes < FREEZES; freezes++) {
        const before = new Map(other.published);
        one.freeze();
        const slept = performance.now();
        await until(() => carries(other, before), PATIENCE);
        note('ms until all lanes were taken over, at most', Math.round(performance.now() - slept));
        await sleep(Math.max(0, slept + FROZEN - performance.now()));
        one.thaw();
        const after = new Map(other.published);
        await until(() => carries(other, after), PATIENCE);
        [one, other] = [other, one];
      }
      seen['lanes taken over from a sleeper'] = FREEZES * LANES;
      for (const relay of [one, other]) await relay.kill();
      expect(await findings(states)).toEqual(flawless);
    },
    LONG,
  );

  test(
    'lose and repeat nothing when sendings are refused or cut off, whether the broker has them or not',
    async () => {
      const kinds = [...Object.values(ERRORS), 'cut' as const];
      const left = kinds.flatMap((kind) => Array.from({ length: INJECTIONS }, () => kind));
      const states = newStates();
      const fanOut = KafkaFanOut.open({ brokers: cluster.brokers, partitions: 3 });
      const ending = new AbortController();
      let failures = 0;
      const relays = states.map((state) =>
        carryNumbers(fanOut, state, {
          signal: ending.signal,
          rest: 5,
          failed: () => void failures++,
        }),
      );
      fail(({ api }) => {
        if (api !== API.produce || chance.draw() < 0.5) return undefined;
        const [kind] = left.splice(chance.between(0, Math.max(0, left.length - 1)), 1);
        if (kind === undefined) return undefined;
        const when = chance.draw() < 0.5 ? 'before' : 'after';
        return kind === 'cut' ? { when, cut: true } : { when, refuse: kind };
      });
      await until(() => left.length === 0, LONG);
      fail(() => undefined);
      ending.abort();
      await Promise.all(relays);
      await fanOut.close();
      seen['sendings refused or cut off'] = kinds.length * INJECTIONS;
      seen['lanes begun anew by it'] = failures;
      expect(await findings(states)).toEqual(flawless);
    },
    LONG,
  );

  test(
    'begins a consumer anew that nothing comes to although there is something',
    async () => {
      const state = `S${randomUUID()}`;
      let anew = 0;
      const fanOut = KafkaFanOut.open(
        { brokers: cluster.brokers, partitions: 3 },
        { watch: 1_000, report: (what) => void (what === 'a consumer begins anew' && anew++) },
      );
      await carryNumbers(fanOut, state, { more: 50 });
      const given = new Set<number>();
      await fanOut.consume(state, recipientOf(state), async ({ value }) => {
        given.add(Number(value));
      });
      await until(() => given.size === 50, PATIENCE);
      expect(anew).toBe(0);
      // The client itself waits for minutes before it gives up.
      fail(({ api, frame }) =>
        api === API.fetch && frame.includes(`exchange.${state}`)
          ? { when: 'before', silent: true }
          : undefined,
      );
      await carryNumbers(fanOut, state, { more: 50 });
      await until(() => anew > 0, 60_000);
      fail(() => undefined);
      await until(() => given.size === 100, PATIENCE);
      await fanOut.close();
    },
    LONG,
  );

  test(
    `have every effect once and in order while consumers come, leave and are killed, ${STORM} times`,
    async () => {
      const state = `S${randomUUID()}`;
      const system = await TestNationalSystem.start();
      const fanOut = KafkaFanOut.open({ brokers: cluster.brokers, partitions: 3 });
      const ending = new AbortController();
      const carried = carryNumbers(fanOut, state, { signal: ending.signal, rest: 50 });
      const running: ConsumerProcess[] = [];
      const come = () => running.push(new ConsumerProcess(cluster.brokers, state, system.url));
      try {
        come();
        await until(() => system.effects.size > 0, PATIENCE);
        for (let n = 0; n < STORM; n++) {
          const luck = chance.draw();
          if (running.length < 2 || (running.length < 5 && luck < 0.4)) come();
          else {
            const [gone] = running.splice(chance.between(0, running.length - 1), 1);
            await (luck < 0.7 ? gone!.kill() : gone!.leave());
          }
          await sleep(2_000);
        }
        ending.abort();
        const last = await carried;
        await until(() => system.effects.size >= last, PATIENCE);
        const effects = [...system.effects.values()].map(Number);
        expect(wrongNumbers([effects], last)).toEqual({ lost: [], twice: [], late: [] });
        note('effects in the storm', effects.length);
        note('deliveries in the storm', system.requests.length);
      } finally {
        ending.abort();
        for (const one of running) await one.kill();
        await fanOut.close();
        await system.close();
      }
    },
    LONG,
  );
});
