import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SystemClock } from '#composition';
import { SqliteEventStore } from '#event-store/sqlite';
import { dayOf, HubError, type Instant } from '#kernel';
import { corridorAt } from '#recruitment';
import { SqliteThread } from '#sqlite';
import { sampleDemand } from '#testing';
import { EventLog } from '../../../apps/hub/log/event-log.ts';
import { RandomIds } from '../../../apps/hub/log/random-ids.ts';
import { Places } from '../../../apps/hub/recruitment/demands/places.ts';
import { median, percentile, type Group, type Round } from '../case.ts';
import { sqliteInsertFloor } from '../floors/sqlite-insert.ts';

const ROUNDS = 3;
/** Places of a demand, cases that race for them, and how many at once. */
const PLACES = 1_000;
const CASES = 1_200;
const AT_ONCE = 64;
const HUBS = 2;

type Raced = Round['measured'];

/**
 * Cases that race for the places of one demand, at two hubs on one store: every reservation is durable before the next
 * is decided, whoever decides it. The port of the hub, no HTTP: a selection asks for it in between.
 */
export const demandReserve: Group = {
  cases: ['demand.reserve.contended'],

  async measure({ folder, progress }) {
    const thread = SqliteThread.start();
    const store = await SqliteEventStore.open(thread, join(folder, 'events.db'));
    try {
      const rounds: Raced[] = [];
      const floors: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        progress(`demand.reserve.contended: round ${round + 1} of ${ROUNDS}`);
        floors.push((await sqliteInsertFloor(folder, 1)).value);
        rounds.push(await race(store));
      }
      const of = (figure: (round: Raced) => number) => median(rounds.map(figure));
      const floor = { name: 'durable SQLite insert, 1 row a commit', value: median(floors) };
      const value = of(({ rate }) => rate);
      return [
        {
          name: 'demand.reserve.contended',
          ...{ value, unit: 'reservations/s', p50: of(({ p50 }) => p50) },
          ...{ p99: of(({ p99 }) => p99), floor, ratio: value / floor.value },
        },
      ];
    } finally {
      await store.close();
      await thread.close();
    }
  },
};

async function race(store: SqliteEventStore): Promise<Raced> {
  const clock = new SystemClock();
  const hubs = Array.from(
    { length: HUBS },
    () => new Places(new EventLog(store, new RandomIds()), clock),
  );
  const name = await opened(hubs[0]!, clock.now());
  const times = new Float64Array(CASES);
  let next = 0;
  let reserved = 0;
  const racer = async (places: Places): Promise<void> => {
    for (let at = next++; at < CASES; at = next++) {
      const start = performance.now();
      const isIn = await isReserved(places, name);
      if (isIn) reserved++;
      times[at] = performance.now() - start;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => racer(hubs[n % HUBS]!)));
  const seconds = (performance.now() - start) / 1_000;
  if (reserved !== PLACES) throw new Error(`${reserved} places were reserved, not ${PLACES}`);
  return { rate: PLACES / seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function isReserved(places: Places, name: string): Promise<boolean> {
  try {
    await places.reserve(name, `KG.MOL-${randomUUID()}`);
    return true;
  } catch (error) {
    if (error instanceof HubError && error.code === 'RULE_NO_PLACE') return false;
    throw error;
  }
}

/** An open demand, by its name. */
async function opened(places: Places, at: Instant): Promise<string> {
  const document = sampleDemand({ headcount: PLACES });
  const name = `${document.authority}-${document.id}`;
  const data = {
    document,
    corridors: [corridorAt('KG', 'RU', dayOf(at))!],
    parties: ['KG', 'RU'],
    routing: { under: [{ contract: 'bench', version: 1, hash: 'A'.repeat(43) }], to: [] },
    statement: 'header.demand.signature',
  };
  await places.decide(name, async () => ({ type: 'RegisterDemand', data, at, by: 'RU.MOL' }));
  return name;
}
