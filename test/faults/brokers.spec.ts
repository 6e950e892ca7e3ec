import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HubClient } from '#client';
import { KafkaFanOut } from '#fan-out/kafka';
import { until } from '#testing';
import { KafkaCluster, requireJava } from '#testing/kafka';
import { Stage } from '../stage/stage.ts';
import { agree } from './agree.ts';
import { Chance } from './chance.ts';
import { lostReceipts, outOfOrder, wrongEffects } from './evidence.ts';
import { extent, isFull, SEED } from './extent.ts';
import { effectCount, effectsOf, givenReceipts, keptEvents, requestCount } from './inspect.ts';
import { ministryOf } from './ministry.ts';
import { carryNumbers, numbersIn, wrongNumbers } from './numbers.ts';
import { Office } from './office.ts';
import { disclosuresOf, personalTexts } from './personal-texts.ts';
import { Pulse } from './pulse.ts';
import { foundIn } from './search.ts';

const PARTIES = ['KG', 'RU', 'TJ'];
const CLERKS = 8;
/** Milliseconds that a clerk rests: about 25 records a second in all, so that a minute's worth is soon delivered. */
const REST = 300;
/** How often each broker is killed, how long all are away, and how often the process is killed. */
const ROUNDS = extent(1, 3);
const OUTAGE = extent(3_000, 60_000);
const KILLS = extent(1, 12);
/** Milliseconds that anything may take on a busy machine. */
const PATIENCE = 180_000;
const LONG = 10 * PATIENCE;

describe(`three brokers and what they carry (SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  let cluster: KafkaCluster;
  let stage: Stage;
  let office: Office;
  /** Numbers that a lane of many partitions takes all the while: what lies in it is proved by counting. */
  const lane = { state: `S${randomUUID()}`, last: 0, failures: 0, ending: new AbortController() };
  let carried: Promise<number>;
  let fanOut: KafkaFanOut;
  /** Of the record whose delivery was parked: it is overtaken by other records of its worker. */
  let parkedStream: string | undefined;
  const seen: Record<string, number> = {};
  /** By what was done to a leader: the longest that a state waited, ms, each time. */
  const stalls: Record<string, number[]> = {};
  const note = (what: string, value: number) => (seen[what] = Math.max(seen[what] ?? 0, value));

  const effectsAt = (state: string) => stage.nationalSystem(state).effects.size;
  const pulse = () =>
    new Pulse([...PARTIES.map((state) => () => effectsAt(state)), () => lane.last]);

  /** Until more was pushed, and delivered to each state, and carried. */
  async function goesOn(): Promise<void> {
    const receipts = office.receipts() + 20;
    const numbers = lane.last + 100;
    const effects = PARTIES.map((state) => effectsAt(state) + 20);
    await until(
      () =>
        office.receipts() >= receipts &&
        lane.last >= numbers &&
        PARTIES.every((state, n) => effectsAt(state) >= effects[n]!),
      PATIENCE,
    );
  }

  /** Until everything is delivered, while nobody pushes. @returns milliseconds */
  async function drained(): Promise<number> {
    const begun = performance.now();
    await office.pause();
    try {
      const { events } = await keptEvents(stage);
      const expected = events.flatMap(({ to }) => to).length;
      await until(() => effectCount(stage) >= expected, PATIENCE);
      return Math.round(performance.now() - begun);
    } finally {
      office.open();
    }
  }

  beforeAll(async () => {
    await requireJava();
    cluster = await KafkaCluster.start({ brokers: 3 });
    const FAN_OUT_URL = `kafka://${cluster.brokers.join(',')}?partitions=4`;
    stage = await Stage.start({ environment: { FAN_OUT_URL } });
    await agree(stage, PARTIES);
    const ministries = await Promise.all(PARTIES.map((state) => ministryOf(stage, state)));
    office = new Office(ministries, CLERKS, chance, REST);
    office.open();
    fanOut = KafkaFanOut.open({ brokers: cluster.brokers, partitions: 12 });
    carried = carryNumbers(fanOut, lane.state, {
      signal: lane.ending.signal,
      rest: 50,
      published: (number) => (lane.last = number),
      failed: () => void lane.failures++,
    });
    await goesOn();
  }, LONG);
  afterAll(async () => {
    // Also when not all of it began: what is left behind would keep the run from ending.
    lane.ending.abort();
    office?.abandon();
    await stage?.process.kill();
    await Promise.allSettled([stage?.close(), carried]);
    await Promise.allSettled([fanOut?.close()]);
    await cluster?.kill();
    process.stdout.write(`${JSON.stringify({ ...seen, stalls })} (SEED=${SEED})\n`);
  }, LONG);

  test.each(['killed', 'frozen'])(
    'go on when a leader is %s, and when it is back',
    async (how) => {
      for (let round = 0; round < ROUNDS; round++)
        for (const node of isFull ? cluster.nodes : [chance.of(cluster.nodes)]) {
          const stall = pulse();
          if (how === 'killed') await node.kill();
          else node.signal('SIGSTOP');
          try {
            await goesOn();
          } finally {
            if (how === 'killed') await node.start();
            else node.signal('SIGCONT');
          }
          await goesOn();
          (stalls[how] ??= []).push(stall.stop());
        }
    },
    LONG,
  );

  test.each(isFull ? ['frozen', 'stopped'] : ['frozen'])(
    'may all be %s: what is pushed meanwhile is taken, and delivered when they are back',
    async (how) => {
      const failures = office.failures;
      const before = office.receipts();
      const end = performance.now() + OUTAGE;
      if (how === 'frozen') for (const node of cluster.nodes) node.signal('SIGSTOP');
      else await Promise.all(cluster.nodes.map((node) => node.stop()));
      await until(() => office.receipts() >= before + 20, PATIENCE);
      await sleep(Math.max(0, end - performance.now()));
      note(`receipts while all brokers are ${how}`, office.receipts() - before);
      expect(office.failures).toBe(failures);
      if (how === 'frozen') for (const node of cluster.nodes) node.signal('SIGCONT');
      else await Promise.all(cluster.nodes.map((node) => node.start()));
      note(`ms until all is delivered once brokers are no longer ${how}`, await drained());
      await goesOn();
    },
    LONG,
  );

  test(
    'hold what a killed process published, and where it stood',
    async () => {
      for (let kills = 0; kills < KILLS; kills++) {
        await stage.process.kill();
        const stall = pulse();
        await stage.restart();
        await goesOn();
        note('longest stall of a state by a killed process, ms', stall.stop());
      }
    },
    LONG,
  );

  test(
    'bring a delivery again that was parked, and hold up nothing behind it',
    async () => {
      const russia = stage.nationalSystem('RU');
      let poison: string | undefined;
      russia.behaviour = {
        status: ({ key }) => {
          if (key.endsWith(':RU.MOH')) poison ??= key;
          return key === poison ? 422 : 200;
        },
      };
      const ministry = await stage.client('RU.MOH');
      await until(async () => (await parked(ministry)).length > 0, PATIENCE);
      const [delivery] = await parked(ministry);
      expect(`${delivery!.event}:RU.MOH`).toBe(poison);
      await goesOn();
      expect(russia.effects.has(poison!)).toBe(false);
      russia.behaviour = {};
      const { events } = await keptEvents(stage);
      const { stream } = events.find(({ id }) => id === delivery!.event)!;
      parkedStream = stream;
      await ministry.transport.post(`/v1/deliveries/${delivery!.event}/redrive`, { stream });
      await until(() => russia.effects.has(poison!), PATIENCE);
      expect(await parked(ministry)).toEqual([]);
    },
    LONG,
  );

  test(
    'let a slow national system hold up its own state only',
    async () => {
      const others = PARTIES.filter((state) => state !== 'RU');
      const russia = stage.nationalSystem('RU');
      const quick = await lags(others);
      note('ms from record to effect elsewhere, p99', quick);
      russia.behaviour = { delay: 1_000 };
      note('ms from record to effect elsewhere beside a slow system, p99', await lags(others));
      russia.behaviour = {};
      const memory = /VmRSS:\s+(\d+) kB/.exec(
        readFileSync(`/proc/${stage.process.pid}/status`, 'utf8'),
      );
      note('MiB of the process', Math.round(Number(memory![1]) / 1024));
      expect(Number(memory![1])).toBeLessThan(512 * 1024);
      await drained();
    },
    LONG,
  );

  /** How late the slowest of a hundred deliveries is at these states. */
  async function lags(states: readonly string[]): Promise<number> {
    const systems = states.map((state) => stage.nationalSystem(state));
    const from = systems.map(({ requests }) => requests.length);
    const count = extent(100, 1_000);
    await until(
      () => systems.every(({ requests }, n) => requests.length >= from[n]! + count),
      LONG,
    );
    const late = systems.flatMap(({ requests }, n) =>
      requests.slice(from[n]).map(({ document, at }) => {
        const { recordedAt } = (document as { event: { recordedAt: string } }).event;
        return at - Date.parse(recordedAt);
      }),
    );
    return late.toSorted((one, other) => one - other)[Math.floor(late.length * 0.99)]!;
  }

  test(
    'lost nothing, had every effect once, and kept the order of each worker',
    async () => {
      await office.close();
      const kept = await keptEvents(stage);
      await until(() => effectCount(stage) >= kept.events.flatMap(({ to }) => to).length, PATIENCE);
      const receipts = givenReceipts(stage, office.done);
      const evidence = { ...kept, receipts, effects: effectsOf(stage) };
      expect(lostReceipts(evidence)).toEqual([]);
      expect(wrongEffects(evidence)).toEqual({});
      const held = new Set(
        kept.events.filter(({ stream }) => stream === parkedStream).map(({ id }) => id),
      );
      expect(outOfOrder(evidence).filter(({ event }) => !held.has(event))).toEqual([]);
      note('effects', evidence.effects.length);
      note('deliveries', requestCount(stage));
    },
    LONG,
  );

  test(
    'have every number of a lane of many partitions once, and those of a worker in order',
    async () => {
      lane.ending.abort();
      const last = await carried;
      await fanOut.close();
      const read = await numbersIn(cluster.brokers, `exchange.${lane.state}`);
      expect(wrongNumbers(read, last)).toEqual({ lost: [], twice: [], late: [] });
      note('numbers', last);
      note('publishes of numbers that failed', lane.failures);
    },
    LONG,
  );

  test(
    'hold nothing that tells of anybody, in any topic',
    async () => {
      const { events } = await keptEvents(stage);
      // What is looked for would be found: the ids of events are there, and need not be hidden.
      const { id } = events.at(-1)!;
      // Each of the three has all of it.
      const folder = join(cluster.folder, 'node-1');
      const texts = new Set([
        ...office.done.flatMap(({ content }) => personalTexts(content)),
        ...office.done.slice(-100).flatMap(({ content }) => disclosuresOf(content)),
      ]);
      note('personal texts looked for', texts.size);
      expect(await foundIn(folder, '.log', [id, ...texts])).toEqual([id]);
    },
    LONG,
  );
});

type Parked = { readonly parked: readonly { readonly event: string }[] };

const parked = async (client: HubClient) =>
  (await client.transport.get<Parked>('/v1/deliveries?status=parked')).parked;
