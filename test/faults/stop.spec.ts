import { until } from '#testing';
import { Stage } from '../stage/stage.ts';
import { agree } from './agree.ts';
import { Chance } from './chance.ts';
import { lostReceipts, outOfOrder, wrongEffects } from './evidence.ts';
import { effectCount, effectsOf, givenReceipts, keptEvents } from './inspect.ts';
import { ministryOf } from './ministry.ts';
import { Office } from './office.ts';

const CLERKS = 32;
const PARTIES = ['KG', 'RU', 'TJ'];
/** Receipts before the process is told to stop. */
const RECEIPTS = 100;
/** Milliseconds that a process takes at most to stop; one that took longer would end with 1. */
const AT_MOST = 20_000;

describe(`the process, told to stop under ${CLERKS} concurrent pushes`, () => {
  let stage: Stage;
  let office: Office;
  let code: number | null;
  let milliseconds: number;

  beforeAll(async () => {
    stage = await Stage.start();
    await agree(stage, PARTIES);
    const ministries = await Promise.all(PARTIES.map((state) => ministryOf(stage, state)));
    office = new Office(ministries, CLERKS, new Chance(1));
    office.open();
    await until(() => office.receipts() >= RECEIPTS);
    const told = performance.now();
    code = await stage.process.stop();
    milliseconds = performance.now() - told;
    await stage.restart();
    await office.close();
  });
  afterAll(() => stage.close());

  test('ends by itself and well', () => {
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(AT_MOST);
  });

  test('kept what it acknowledged, and delivers it once and in order', async () => {
    const kept = await keptEvents(stage);
    await until(() => effectCount(stage) >= kept.events.flatMap(({ to }) => to).length);
    const receipts = givenReceipts(stage, office.done);
    const evidence = { ...kept, receipts, effects: effectsOf(stage) };
    expect(lostReceipts(evidence)).toEqual([]);
    expect(wrongEffects(evidence)).toEqual({});
    expect(outOfOrder(evidence)).toEqual([]);
  });

  afterAll(() => {
    process.stdout.write(`stopped in ${Math.round(milliseconds)} ms under load\n`);
  });
});
