import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { UnheardPage } from '#client';
import type { Lane, Message } from '#fan-out';
import { KafkaFanOut } from '#fan-out/kafka';
import { generateKey, parseJws } from '#signing';
import { SqliteThread } from '#sqlite';
import { TestNationalSystem, until } from '#testing';
import { kafkaBrokers } from '#testing/kafka';
import { lifecycle, recordIn, SampleHub, StoppedClock } from './adapter.samples.ts';
import { Adapter } from './adapter.ts';
import { ru } from './countries/ru/index.ts';
import { Inbox } from './inbox/inbox.ts';
import { HttpJsonNationalSystem } from './national-system/http-json.national-system.ts';

const brokers = await kafkaBrokers();
const folder = mkdtempSync(join(tmpdir(), 'adapter-kafka-'));
const thread = SqliteThread.start();
let admin: Admin;
let hub: SampleHub;
let server: TestNationalSystem;
let nationalSystem: HttpJsonNationalSystem;
let prefix: string;
let fanOut: KafkaFanOut;
let lane: Lane;
let inbox: Inbox;
let adapter: Adapter | undefined;
/** What the hub was told, by event: outcome and reason. */
let told: Map<string, string>;
let position = 0;

beforeAll(async () => {
  admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
});
beforeEach(async () => {
  hub = new SampleHub();
  told = new Map();
  server = await TestNationalSystem.start();
  nationalSystem = new HttpJsonNationalSystem(server.url);
  prefix = `${randomUUID()}.`;
  const address = { brokers, prefix, partitions: 2 };
  fanOut = KafkaFanOut.open(address, { firstRest: 5, wait: 50, keep: 20, watch: 500 });
  lane = await fanOut.lane('RU');
  inbox = await Inbox.open(thread, join(folder, `${prefix}db`));
});
afterEach(async () => {
  await adapter?.close();
  adapter = undefined;
  await Promise.all([fanOut.close(), inbox.close(), server.close()]);
  nationalSystem.close();
});
afterAll(async () => {
  await admin.disconnect();
  await thread.close();
  rmSync(folder, { recursive: true });
});

const NOTHING: UnheardPage = { redriven: [] };

async function start(unheard: () => Promise<UnheardPage> = async () => NOTHING) {
  adapter = await Adapter.start({
    country: ru,
    authorities: ['RU.MOH', 'RU.MOL'].map((id) => ({
      id,
      encryptionKeys: [hub.key(`${id} encryption`)],
      statementKey: hub.key(`${id} statement`),
      async confirm(statement) {
        const { payload } = parseJws(statement, { typ: 'delivery-receipt+jws' });
        const receipts = payload['receipts'] as unknown as Record<string, string>[];
        for (const { event, outcome, reason } of receipts)
          told.set(event!, [outcome, reason].filter(Boolean).join(' '));
      },
      redrive: async () => (id === 'RU.MOH' ? unheard() : NOTHING),
    })),
    genesis: hub.federation.genesis.document,
    hub,
    fanOut,
    inbox,
    nationalSystem,
    clock: new StoppedClock(),
    report: () => {},
    receipts: { gather: 5 },
  });
}

/** With one bit of what it says turned. */
function altered(message: Message): Message {
  const [head, key, iv, text, tag] = message.value.split('.');
  const bytes = Buffer.from(text!, 'base64url');
  bytes.writeUInt8(bytes.readUInt8() ^ 1);
  return { ...message, value: [head, key, iv, bytes.toString('base64url'), tag].join('.') };
}

const publish = (...messages: readonly Message[]) =>
  lane.publish(messages, String(++position).padStart(6, '0'));

describe('over a real broker an adapter', () => {
  /** All of one worker: whatever holds up one of them would hold up the next. */
  const delivery = () => hub.certificate('RU.MOH');
  const message = async (...changes: [object?]) =>
    hub.message('RU.MOH', await delivery(), ...changes);

  test('refuses what should not be there, each with its reason, and takes what comes next', async () => {
    await start();
    const another = await hub.message('RU.MOL', await hub.certificate('RU.MOL'));
    const forgedRecord = { key: generateKey('KG.MOH', 'record') };
    const wrong: [string, Message][] = [
      ['TRUST_KEY_UNKNOWN', { ...another, authority: 'RU.MOH' }],
      ['TRUST_MISROUTED', await message({ topic: 'exchange.KG' })],
      ['TRUST_MISROUTED', { ...(await message()), event: randomUUID() }],
      ['TRUST_KEY_UNKNOWN', await message({ hubLaneKey: generateKey('HUB', 'hub') })],
      ['TRUST_DECRYPTION_FAILED', altered(await message())],
      ['TRUST_KEY_UNKNOWN', { ...(await message()), laneKey: (await message()).laneKey }],
      [
        'TRUST_KEY_NOT_ENDORSED',
        await hub.message('RU.MOH', await hub.certificate('RU.MOH', forgedRecord)),
      ],
      ['WIRE_SCHEMA_MISMATCH', await message({ text: '{}' })],
    ];
    const ofNobody = { ...(await message()), authority: 'KZ.MOH' };
    const right = await message();
    await publish(...wrong.map(([, one]) => one), ofNobody, right, right);
    await publish(right);
    await until(() => told.size === wrong.length + 1);
    for (const [reason, { event }] of wrong)
      expect([event, told.get(event)]).toEqual([event, `REFUSED ${reason}`]);
    expect(told.get(right.event)).toBe('DELIVERED');
    await until(async () => (await fanOut.waiting('RU', 'RU.MOH')) === 0);
    expect([...server.effects.keys()]).toEqual([`${right.event}:RU.MOH`]);
    expect(server.requests).toHaveLength(1);
  });

  test('asks for what aged out, and lets nothing of the same record overtake it', async () => {
    const issued = await delivery();
    const opened = lifecycle(issued, 'ReviewOpened', {
      ...recordIn(issued),
      reason: 'KEY_COMPROMISED',
    });
    await publish(await hub.message('RU.MOH', issued));
    await age();
    const other = { ...(await delivery()), subject: issued.subject };
    await publish(await hub.message('RU.MOH', opened), await hub.message('RU.MOH', other));
    const { id: event, stream, revision } = issued.event;
    let asked = 0;
    await start(async () => {
      if (++asked === 1) throw new Error('the hub is away');
      return { redriven: [{ event, stream, revision }] };
    });
    await until(() => told.get(other.event.id) === 'DELIVERED');
    expect(asked).toBe(2);
    expect(inbox.outcome('RU.MOH', opened.event.id)).toBe('HELD');
    const again = [issued, opened].map((one) => ({ ...one, redriven: 'redrive' }));
    await publish(...(await Promise.all(again.map((one) => hub.message('RU.MOH', one)))));
    await until(() => told.size === 3);
    expect([...server.effects.keys()]).toEqual(
      [other, issued, opened].map(({ event: { id } }) => `${id}:RU.MOH`),
    );
  });

  /** What is published so far is gone, as when its time was up. */
  async function age(): Promise<void> {
    const topic = `${prefix}exchange.RU`;
    // The marker of a transaction comes a moment after the commit.
    const ends = () => admin.fetchTopicOffsets(topic);
    await until(async () => (await ends()).some(({ high }) => high === '2'));
    const partitions = (await ends()).map(({ partition, high: offset }) => ({ partition, offset }));
    await admin.deleteTopicRecords({ topic, partitions });
  }
});
