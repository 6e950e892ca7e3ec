import { join } from 'node:path';
import { verifyHistory } from '#client';
import { SqliteEventStore } from '#event-store/sqlite';
import { ReadModel } from '#projections';
import { recordsView } from '#read-models';
import { SqliteThread } from '#sqlite';
import { BenchedHub } from '../benched-hub.ts';
import { median, type Bench, type Case, type Group } from '../case.ts';
import { sqliteInsertFloor } from '../floors/sqlite-insert.ts';
import { sqliteScanFloor } from '../floors/sqlite-scan.ts';
import { verifyFloor } from '../floors/verify-floor.ts';
import { grow } from '../grow.ts';
import { batches, issue } from '../issued.ts';
import { concludeContract } from '../prepare-hub.ts';
import { load } from '../load.ts';
import { ofEvents, replay } from './replay.ts';

const PUSHED = 5_000;
const RECORDS = 100_000;
const ROUNDS = 3;

/** Reading a long history: by an auditor, by a subscriber, by a hub that starts. */
export const history: Group = {
  cases: ['replay.signatures', 'start', 'replay', 'subscription', 'rebuild'],

  async measure(bench) {
    const { wanted, folder, progress } = bench;
    const hub = await BenchedHub.start(folder);
    const cases: Case[] = [];
    let events = 0;
    try {
      await concludeContract(hub);
      progress(`history: pushing ${PUSHED} records`);
      const pushes = batches(hub, await issue(hub, PUSHED));
      await load(folder, pushes, { port: hub.port, connections: 2, warmUp: 0 });
      if (wanted.has('replay.signatures')) cases.push(await signatures(hub, bench));
      await hub.close();
      progress(`history: growing it to ${RECORDS} records`);
      events = await grow(hub.eventsFile, 'certificate', RECORDS);
      await hub.open(); // Its read models catch up.
      if (wanted.has('start')) cases.push(await startUp(hub, bench));
      if (wanted.has('replay')) cases.push(await replay('replay', hub, events, bench));
    } finally {
      await hub.close();
    }
    if (wanted.has('subscription')) cases.push(await subscription(hub, events, bench));
    if (wanted.has('rebuild')) cases.push(await rebuild(hub, events, bench));
    return cases;
  },
};

/** An auditor verifies everything that the hub ever recorded, from genesis. */
async function signatures(hub: BenchedHub, { progress }: Bench): Promise<Case> {
  const name = 'replay.signatures';
  const rates: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`${name}: round ${round + 1} of ${ROUNDS}`);
    floors.push(verifyFloor().value);
    const begun = performance.now();
    const { findings, signatures } = await verifyHistory(
      hub.genesis,
      hub.client('KZ.AUDIT').replay(),
    );
    if (findings[0]) throw new Error(`not proved: ${findings[0].code}`);
    rates.push(signatures / seconds(begun));
  }
  const floor = { ...verifyFloor(), value: median(floors) };
  const value = median(rates);
  return { name, value, unit: 'signatures/s', floor, ratio: value / floor.value };
}

/** From starting the process to its first answer, with read models as the last run left them. */
async function startUp(hub: BenchedHub, { progress }: Bench): Promise<Case> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`start: round ${round + 1} of ${ROUNDS}`);
    await hub.close();
    const begun = performance.now();
    await hub.open();
    times.push(seconds(begun));
  }
  return { name: 'start', value: median(times), unit: 's' };
}

/** A subscriber catches up through the port, in its own process. */
async function subscription(hub: BenchedHub, count: number, { progress }: Bench): Promise<Case> {
  progress('subscription');
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, hub.eventsFile);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    let read = 0;
    await new Promise<void>((resolve, reject) => {
      store.subscribeToAll('start', undefined, {
        events: (events) => {
          read += events.length;
        },
        caughtUp: () => resolve(),
        failed: reject,
      });
    });
    if (read !== count) throw new Error(`${read} events were given`);
    rates.push(read / seconds(begun));
  }
  await store.close();
  await thread.close();
  return ofEvents('subscription', rates, sqliteScanFloor(hub.eventsFile));
}

/** Read models from position zero. */
async function rebuild(hub: BenchedHub, count: number, { folder, progress }: Bench): Promise<Case> {
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, hub.eventsFile);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    progress(`rebuild: round ${round + 1} of ${ROUNDS}`);
    const begun = performance.now();
    const file = join(folder, `rebuilt-${round}.db`);
    const model = await ReadModel.open(thread, file, recordsView, store);
    await model.caughtUp;
    rates.push(count / seconds(begun));
    await model.close();
  }
  await store.close();
  await thread.close();
  return ofEvents('rebuild', rates, await sqliteInsertFloor(folder));
}

const seconds = (begun: number): number => (performance.now() - begun) / 1000;
