import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedFanOut } from '#fan-out/embedded';
import { parseJws } from '#signing';
import { SqliteThread } from '#sqlite';
import { TestNationalSystem, until } from '#testing';
import { lifecycle, recordIn, SampleHub, StoppedClock } from './adapter.samples.ts';
import { Adapter } from './adapter.ts';
import { ru } from './countries/ru/index.ts';
import { Inbox } from './inbox/inbox.ts';
import { HttpJsonNationalSystem } from './national-system/http-json.national-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'adapter-'));
const thread = SqliteThread.start();
let hub: SampleHub;
let server: TestNationalSystem;
let nationalSystem: HttpJsonNationalSystem;
let fanOut: EmbeddedFanOut;
let inbox: Inbox;
let adapter: Adapter;
/** Outcomes that the hub was told, by event and authority. */
let told: Map<string, string>;
let file = 0;

beforeEach(async () => {
  hub = new SampleHub();
  told = new Map();
  server = await TestNationalSystem.start();
  nationalSystem = new HttpJsonNationalSystem(server.url);
  fanOut = await EmbeddedFanOut.open(thread, join(folder, `fan-out-${++file}.db`), {
    firstRest: 5,
  });
  inbox = await Inbox.open(thread, join(folder, `inbox-${file}.db`));
});
afterEach(async () => {
  await adapter.close();
  await Promise.all([fanOut.close(), inbox.close(), server.close()]);
  nationalSystem.close();
});
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

async function start() {
  adapter = await Adapter.start({
    country: ru,
    authorities: ru.authorities.map((id) => ({
      id,
      encryptionKeys: [hub.key(`${id} encryption`)],
      statementKey: hub.key(`${id} statement`),
      async confirm(statement) {
        const { payload } = parseJws(statement, { typ: 'delivery-receipt+jws' });
        const receipts = payload['receipts'] as unknown as { event: string; outcome: string }[];
        for (const { event, outcome } of receipts) told.set(`${event}:${id}`, outcome);
      },
      redrive: async () => ({ redriven: [] }),
    })),
    genesis: hub.federation.genesis.document,
    hub,
    fanOut,
    inbox,
    nationalSystem,
    clock: new StoppedClock(),
    report: () => {},
    patience: { UPSTREAM_REFUSED: 3, UPSTREAM_UNAVAILABLE: 1_000 },
    receipts: { gather: 5 },
  });
}

test('what is published is delivered to each authority and confirmed', async () => {
  await start();
  const [health, labour] = await Promise.all([
    hub.certificate('RU.MOH'),
    hub.certificate('RU.MOL', { n: 2 }),
  ]);
  const lane = await fanOut.lane('RU');
  await lane.publish(
    [await hub.message('RU.MOH', health), await hub.message('RU.MOL', labour)],
    '1',
  );
  const keys = [`${health.event.id}:RU.MOH`, `${labour.event.id}:RU.MOL`];
  await until(() => told.size === 2);
  expect(new Map(keys.map((key) => [key, 'DELIVERED']))).toEqual(told);
  expect([...server.effects.keys()].toSorted()).toEqual(keys.toSorted());
});

test('a poisonous delivery is parked, its record held, and others go on', async () => {
  await start();
  const poison = await hub.certificate('RU.MOH');
  const next = lifecycle(poison, 'ReviewOpened', {
    ...recordIn(poison),
    reason: 'KEY_COMPROMISED',
  });
  const other = { ...(await hub.certificate('RU.MOH', { n: 2 })), subject: 'another' };
  const poisonous = `${poison.event.id}:RU.MOH`;
  server.behaviour = { status: ({ key }) => (key === poisonous ? 422 : 200) };
  const deliveries = [poison, next, other];
  const messages = await Promise.all(deliveries.map((one) => hub.message('RU.MOH', one)));
  const lane = await fanOut.lane('RU');
  await lane.publish(messages, '1');
  await until(() => told.size === 2);
  expect(told.get(poisonous)).toBe('PARKED');
  expect(told.get(`${other.event.id}:RU.MOH`)).toBe('DELIVERED');
  await until(() => inbox.outcome('RU.MOH', next.event.id) === 'HELD');

  server.behaviour = {};
  const redriven = [poison, next].map((one) => ({ ...one, redriven: 'redrive' }));
  await lane.publish(await Promise.all(redriven.map((one) => hub.message('RU.MOH', one))), '2');
  await until(() => told.get(`${next.event.id}:RU.MOH`) === 'DELIVERED');
  expect(told.get(poisonous)).toBe('DELIVERED');
});

test('a system that was away gets everything when it is back, in order and once', async () => {
  server.behaviour = { status: 503 };
  await start();
  const issued = await hub.certificate('RU.MOH');
  const record = recordIn(issued);
  const later = [1, 2, 3].map((revision) =>
    lifecycle(
      issued,
      'ReviewOpened',
      { ...record, reason: 'KEY_COMPROMISED' },
      undefined,
      revision,
    ),
  );
  const deliveries = [issued, ...later];
  const messages = await Promise.all(deliveries.map((one) => hub.message('RU.MOH', one)));
  await (await fanOut.lane('RU')).publish(messages, '1');
  await until(() => server.requests.length > 3);
  await adapter.close();
  server.behaviour = {};
  await start();
  await until(() => told.size === 4);
  expect([...server.effects.keys()]).toEqual(deliveries.map(({ event }) => `${event.id}:RU.MOH`));
});
