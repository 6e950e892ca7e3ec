import { setTimeout as sleep } from 'node:timers/promises';
import { verifyHistory } from '#client';
import { until } from '#testing';
import { Stage } from '../stage/stage.ts';
import { attempt } from './act.ts';
import { agree } from './agree.ts';
import { Chance } from './chance.ts';
import { lostReceipts, outOfOrder, wrongEffects, type Evidence } from './evidence.ts';
import { extent, SEED } from './extent.ts';
import {
  changedDeliveries,
  confirmed,
  effectCount,
  effectsOf,
  givenReceipts,
  keptEvents,
  requestCount,
  unopened,
} from './inspect.ts';
import { ministryOf } from './ministry.ts';
import { Office } from './office.ts';

const KILLS = extent(10, 200);
const CLERKS = 32;
const PARTIES = ['KG', 'RU', 'TJ'];

/** When a process is killed. Measured in work, not in time, so that a busy machine tries no less. */
type Moment = 'while it is pushed to' | 'while it delivers' | 'while it starts';
const MOMENTS: readonly Moment[] = [
  'while it is pushed to',
  'while it is pushed to',
  'while it delivers',
  'while it starts',
];
/** Most receipts, or effects, that a process lives to see. */
const MOST = 40;
/** Milliseconds that it is left alone at most while it delivers: there may be little to deliver. */
const ALONE = 500;
/** Milliseconds that any work may take on a busy machine, and what grows with the kills. */
const PATIENCE = 60_000;
const LONG = PATIENCE + KILLS * 20_000;

describe(`the process, killed ${KILLS} times under ${CLERKS} concurrent pushes (SEED=${SEED})`, () => {
  const chance = new Chance(SEED);
  let stage: Stage;
  let office: Office;
  let evidence: Evidence;
  let slowest = 0;

  async function start(): Promise<void> {
    const begun = performance.now();
    await stage.begin().ready();
    slowest = Math.max(slowest, performance.now() - begun);
  }

  async function kill(moment: Moment): Promise<void> {
    if (moment === 'while it starts') {
      stage.begin();
      await sleep(chance.draw() * slowest);
    } else {
      await start();
      const receipts = office.receipts() + chance.between(0, MOST);
      await until(() => office.receipts() >= receipts, PATIENCE);
    }
    if (moment === 'while it delivers') {
      await office.pause();
      const effects = effectCount(stage) + chance.between(0, MOST);
      const end = performance.now() + ALONE;
      await until(() => effectCount(stage) >= effects || performance.now() > end);
      office.open();
    }
    await sleep(chance.between(0, 10));
    await stage.process.kill();
  }

  beforeAll(async () => {
    stage = await Stage.start();
    await agree(stage, PARTIES);
    const ministries = await Promise.all(PARTIES.map((state) => ministryOf(stage, state)));
    office = new Office(ministries, CLERKS, chance);
    office.open();
    await stage.process.kill();
    for (let kills = 0; kills < KILLS; kills++) await kill(chance.of(MOMENTS));
    await start();
    await office.close();
  }, LONG);
  afterAll(() => stage.close());

  test(
    'left everything that got no receipt either whole or away',
    async () => {
      const { events } = await keptEvents(stage);
      const begun = new Set(office.givenUp.map(({ stream }) => stream));
      expect(
        await unopened(
          stage,
          events.filter(({ stream }) => begun.has(stream)),
        ),
      ).toEqual([]);
      const auditor = await stage.client('KZ.AUDIT');
      const { findings } = await verifyHistory(stage.genesis, auditor.replay());
      expect(findings).toEqual([]);
    },
    LONG,
  );

  test(
    'gives a receipt for it when it is asked again',
    async () => {
      for (const act of office.givenUp) expect(await attempt(act)).toBe(true);
    },
    LONG,
  );

  test('gives the very same receipt again for what got one', async () => {
    for (const act of office.done.slice(-200)) expect(await attempt(act)).toBe(true);
  });

  test(
    'delivers everything, and is told so',
    async () => {
      const kept = await keptEvents(stage);
      const expected = kept.events.flatMap(({ to }) => to).length;
      await until(() => effectCount(stage) >= expected, LONG / 2);
      await until(async () => (await confirmed(stage)) >= expected, PATIENCE);
      const receipts = givenReceipts(stage, [...office.done, ...office.givenUp]);
      evidence = { ...kept, receipts, effects: effectsOf(stage) };
    },
    KILLS * 20_000,
  );

  test('lost no receipt', () => expect(lostReceipts(evidence)).toEqual([]));
  test(
    'opens every record',
    async () => {
      expect(await unopened(stage, evidence.events)).toEqual([]);
    },
    LONG,
  );
  test('had every effect once', () => expect(wrongEffects(evidence)).toEqual({}));
  test('said the same each time', () => expect(changedDeliveries(stage)).toEqual([]));
  test('kept the order of each worker', () => expect(outOfOrder(evidence)).toEqual([]));

  test(
    'holds a history that anybody can verify, with nothing left undone',
    async () => {
      const auditor = await stage.client('KZ.AUDIT');
      const { findings, open } = await verifyHistory(stage.genesis, auditor.replay());
      expect(findings).toEqual([]);
      expect(open).toMatchObject({ successors: 0, reviews: 0 });
    },
    LONG,
  );

  afterAll(() =>
    process.stdout.write(
      `${KILLS} kills, ${evidence.receipts.length} receipts, ${evidence.events.length} events, ` +
        `${evidence.effects.length} effects of ${requestCount(stage)} deliveries, ${office.givenUp.length} given up and asked for again; ` +
        `slowest restart ${Math.round(slowest)} ms (SEED=${SEED})\n`,
    ),
  );
});
