import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { until } from '#testing';
import { NationalSystems } from '../../stage/national-systems.ts';
import { BenchedAdapter } from '../benched-adapter.ts';
import { BenchedHub } from '../benched-hub.ts';
import { percentile, type Bench, type Case, type Group } from '../case.ts';
import { cryptoFloor } from '../floors/crypto-floor.ts';
import { issue, pushes } from '../issued.ts';
import { benchedBroker } from '../kafka-broker.ts';
import { load } from '../load.ts';
import { concludeContract, toOne } from '../prepare-hub.ts';
import { Processors } from '../processors.ts';

const RECIPIENT = 'RU.MOH';
const NAME = 'latency.kafka';
const HOLDS = `${NAME}.holds`;
const MOST = `${NAME}.most`;
/** Pushes a second that are asked for. */
const RATE = 500;
/** Seconds of a measurement, and before it of what is not measured. */
const SECONDS = 10;
const WARM_UP = 2;
/** Where the rate is too much for the machine, halvings of what lies between the largest that holds and the smallest that does not. */
const HALVINGS = 4;
/** A rate is reached by this part of it: the last push of a measurement need not be in time. */
const REACHED = 0.97;
const CLIENTS = 32;
const MINUTES_5 = 300_000;

const ISSUED = 'CertificateIssued';
/** Milliseconds of the mark. */
const P99 = 250;

/** What came of asking for a rate. */
type Reached = {
  /** Milliseconds of processor time that a push took, of all processes. */
  readonly processor: number;
  readonly asked: number;
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
};

type Stage = {
  readonly hub: BenchedHub;
  readonly adapter: BenchedAdapter;
  readonly systems: NationalSystems;
};

/**
 * From the moment that a record's event is stamped, a little before its receipt, until the national system has the
 * document, over Kafka: hub with relay, adapter, broker, load and national system each a process of its own. First at 500 a
 * second; then the largest rate at which the delays keep the mark; and the rate at which a push, by what it costs all
 * these processes, would have all processors to itself.
 */
export const latencyKafka: Group = {
  cases: [NAME, HOLDS, MOST],

  async measure(bench) {
    const broker = await benchedBroker();
    const systems = new NationalSystems(['RU']);
    const parts: { close(): Promise<void> }[] = [systems, broker];
    try {
      const FAN_OUT_URL = `kafka://${broker.brokers.join(',')}?prefix=bench-${randomUUID()}-`;
      const NATIONAL_SYSTEM_URL = await systems.listen();
      const hub = await BenchedHub.start(bench.folder, 'carrying', { FAN_OUT_URL });
      parts.unshift(hub);
      await concludeContract(hub, toOne);
      const urls = { FAN_OUT_URL, NATIONAL_SYSTEM_URL };
      const adapter = await BenchedAdapter.start(bench.folder, hub, RECIPIENT, urls);
      parts.unshift(adapter);
      return await figures({ hub, adapter, systems }, bench);
    } finally {
      for (const part of parts) await part.close();
    }
  },
};

async function figures(stage: Stage, bench: Bench): Promise<readonly Case[]> {
  const floor = cryptoFloor();
  const first = await at(RATE, stage, bench);
  const isAsked = bench.wanted.has(HOLDS) && !holds(first);
  const best = isAsked ? await largest(first, stage, bench) : first;
  const figure = (name: string, { rate, p50, p99 }: Reached): Case => ({
    ...{ name, value: rate, unit: 'pushes/s', p50, p99, floor, ratio: rate / floor.value },
  });
  const most = (availableParallelism() * 1_000) / first.processor;
  return [
    figure(NAME, first),
    best ? figure(HOLDS, best) : { name: HOLDS, value: 0, unit: 'pushes/s' },
    { name: MOST, value: most, unit: 'pushes/s', floor, ratio: most / floor.value },
  ];
}

/** The largest rate that holds below one that does not; undefined if none does. */
async function largest(
  { asked }: Reached,
  stage: Stage,
  bench: Bench,
): Promise<Reached | undefined> {
  let best: Reached | undefined;
  let high = asked;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = Math.round(((best?.asked ?? 0) + high) / 2);
    const reached = await at(middle, stage, bench);
    if (holds(reached)) best = reached;
    else high = middle;
  }
  return best;
}

const holds = ({ asked, rate, p99 }: Reached): boolean => rate >= REACHED * asked && p99 <= P99;

async function at(asked: number, { hub, adapter, systems }: Stage, bench: Bench): Promise<Reached> {
  const { folder, progress } = bench;
  const [warmUp, count] = [WARM_UP * asked, SECONDS * asked];
  progress(`${NAME}: signing ${warmUp + count} records`);
  const requests = pushes(hub, await issue(hub, warmUp + count, { 'RU/LABOUR/2': 'FIT' }));
  progress(`${NAME}: pushing ${asked} a second`);
  const [before, stored] = [hub.confirmed, hub.stamps(ISSUED).length];
  const processors = new Processors({ 'hub and relay': hub.pid, adapter: adapter.pid });
  const paced = { port: hub.port, connections: CLIENTS, warmUp, pace: asked };
  const { rate, processor: generator } = await load(folder, requests, paced);
  await until(() => hub.confirmed === before + requests.length, MINUTES_5);
  const delays = delaysOf(hub.stamps(ISSUED).slice(stored + warmUp), systems);
  const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
  const spent = Object.entries({ ...processors.spent, generator });
  const each = spent.map(([name, time]) => [name, time / requests.length] as const);
  const processor = each.reduce((sum, [, time]) => sum + time, 0);
  progress(
    `${NAME}: ${rate.toFixed(0)} a second, p50 ${p50} ms, p99 ${p99} ms; processor milliseconds a push: ${each.map(([name, time]) => `${name} ${time.toFixed(2)}`).join(', ')}`,
  );
  return { asked, rate, p50, p99, processor };
}

/** Milliseconds from each stamp until the document of its event was first there. */
function delaysOf(
  stamps: readonly (readonly [id: string, recordedAt: string])[],
  systems: NationalSystems,
): Float64Array {
  const arrivedAt = new Map<string, number>();
  for (const { key, at } of systems.of('RU').requests) {
    const event = key.split(':')[0]!;
    if (!arrivedAt.has(event)) arrivedAt.set(event, at);
  }
  return Float64Array.from(stamps, ([event, recordedAt]) => {
    const arrived = arrivedAt.get(event);
    if (arrived === undefined) throw new Error('a record was not delivered');
    return arrived - Date.parse(recordedAt);
  });
}
