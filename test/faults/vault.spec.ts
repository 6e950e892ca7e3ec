import { join } from 'node:path';
import { until } from '#testing';
import { PostgresServer } from '#testing/postgres';
import { PostgresVault } from '#vault/postgres';
import { Stage } from '../stage/stage.ts';
import { agree } from './agree.ts';
import { Chance } from './chance.ts';
import { lostReceipts, outOfOrder, wrongEffects, type Evidence } from './evidence.ts';
import { effectCount, effectsOf, givenReceipts, keptEvents } from './inspect.ts';
import { ministryOf } from './ministry.ts';
import { Office } from './office.ts';

const CLERKS = 16;
const PARTIES = ['KG', 'RU', 'TJ'];
const CRASHES = 2;
/** Receipts between two faults. */
const RECEIPTS = 20;

describe(`a vault in PostgreSQL that crashes and turns under ${CLERKS} concurrent pushes`, () => {
  let server: PostgresServer;
  let stage: Stage;
  let office: Office;
  let evidence: Evidence;
  let epochs: number[];

  beforeAll(async () => {
    server = await PostgresServer.start();
    stage = await Stage.start({ environment: { VAULT_URL: server.url() } });
    await agree(stage, PARTIES);
    const ministries = await Promise.all(PARTIES.map((state) => ministryOf(stage, state)));
    office = new Office(ministries, CLERKS, new Chance(5));
    office.open();
    epochs = [];
    for (let crash = 0; crash < CRASHES; crash++) {
      await more();
      await server.kill();
      await server.resume();
      await more();
      epochs.push(await turn());
    }
    await more();
    await office.close();
    const kept = await keptEvents(stage);
    await until(() => effectCount(stage) >= kept.events.flatMap(({ to }) => to).length);
    const receipts = givenReceipts(stage, office.done);
    evidence = { ...kept, receipts, effects: effectsOf(stage) };
  }, 300_000);
  afterAll(async () => {
    await stage.close();
    await server.remove();
  });

  async function more(): Promise<void> {
    const goal = office.receipts() + RECEIPTS;
    await until(() => office.receipts() >= goal);
  }

  /** As the operator does, in a process of its own. */
  async function turn(): Promise<number> {
    const epochKeys = join(stage.folder, 'data', 'epoch-keys');
    const vault = await PostgresVault.open({ url: server.url(), epochKeys });
    const { epoch } = await vault.turn();
    await vault.close();
    return epoch;
  }

  test('turned each time', () => expect(epochs).toEqual([2, 3]));

  test('loses nothing that was acknowledged', () => expect(lostReceipts(evidence)).toEqual([]));

  test('has every record opened, and delivered once and in order', () => {
    expect(wrongEffects(evidence)).toEqual({});
    expect(outOfOrder(evidence)).toEqual([]);
  });
});
