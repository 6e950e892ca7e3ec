import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { codeOfAsync, until } from '#testing';
import { kafkaBrokers } from '#testing/kafka';
import { fanOutConformance } from '../fan-out.conformance.ts';
import type { Message } from '../fan-out.ts';
import { kafkaClient } from './client.ts';
import { KafkaFanOut, type KafkaOptions } from './kafka.fan-out.ts';
import { LaneProducer } from './lane-producer.ts';
import { laneNames } from './lane-names.ts';
import { led } from './topics.ts';

const brokers = await kafkaBrokers();
const quick = { firstRest: 20, wait: 100, keep: 20, watch: 2_000 };
const open = (options: KafkaOptions = {}, partitions = 3) =>
  KafkaFanOut.open({ brokers, partitions }, { ...quick, ...options });

fanOutConformance('KafkaFanOut', { open: async () => open(), forgets: false, patience: 20_000 });

const kafka = kafkaClient({ brokers }, () => {});
let admin: Admin;
let state: string;
let fanOut: KafkaFanOut;
let reports: object[];
const opened: KafkaFanOut[] = [];
const openOne = (options: KafkaOptions = {}, partitions?: number) => {
  const report = (what: string, facts: object) => void reports.push({ what, ...facts });
  const one = open({ report, ...options }, partitions);
  opened.push(one);
  return one;
};
/** What the topics of the lane are called. */
const bookOf = () => laneNames(state).book;
const topic = (generation = 1) => laneNames(state).messages(generation);
const group = () => laneNames(state).group(topic(), 'RU.MOH');
const message = (key: string, value = 'sealed', authority = 'RU.MOH'): Message => ({
  authority,
  key,
  event: randomUUID(),
  value,
  laneKey: 'lane-key',
});
/** Consumes into a list. */
const receive = async (from: KafkaFanOut, missed?: () => Promise<void>) => {
  const given: Message[] = [];
  const handler = async (one: Message) => void given.push(one);
  const consumption = await from.consume(state, 'RU.MOH', handler, missed);
  return { given, consumption };
};
const WAITS = 'another adapter has the authority, this one waits';
const distinct = (given: readonly Message[]) => [
  ...new Map(given.map((m) => [m.event, m])).values(),
];

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});
beforeEach(() => {
  state = `S${randomUUID()}`;
  reports = [];
  fanOut = openOne();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
afterAll(() => admin.disconnect());

describe('a lane on Kafka', () => {
  test('is refused when its position is gone and its messages are there', async () => {
    await (await fanOut.lane(state)).publish([message('key')], '01');
    await fanOut.close();
    await admin.deleteTopics({ topics: [bookOf()] });
    const lane = () => openOne().lane(state);
    expect(await codeOfAsync(lane)).toBe('STORE_POSITION_MISSING');
  });

  test('finds its position behind more entries than it looks back at first', async () => {
    const lane = await fanOut.lane(state);
    await lane.publish([], '01');
    // What others left: transactions that ended without an entry.
    const producer = await LaneProducer.open(kafka, `other-${state}`);
    for (let n = 0; n < 12; n++)
      await producer.write(new Map([[bookOf(), [{ key: 'other', value: 'x', partition: 0 }]]]));
    await producer.close();
    expect(await (await fanOut.lane(state)).position()).toBe('01');
  });

  test('whose producer was fenced by the broker publishes nothing, and is there again when asked for', async () => {
    const lane = await fanOut.lane(state);
    await lane.publish([message('key', 'first')], '01');
    const zombie = await LaneProducer.open(kafka, bookOf());
    expect(await codeOfAsync(() => lane.publish([message('key', 'lost')], '02'))).toBe(
      'STORE_LANE_LOST',
    );
    expect(await codeOfAsync(() => lane.publish([message('key', 'lost')], '03'))).toBe(
      'STORE_LANE_LOST',
    );
    const again = await fanOut.lane(state);
    expect(await again.position()).toBe('01');
    await again.publish([message('key', 'last')], '02');
    await zombie.close();
    const { given } = await receive(fanOut);
    await until(() => given.some(({ value }) => value === 'last'));
    expect(distinct(given).map(({ value }) => value)).toEqual(['first', 'last']);
  });

  test('is one process’s while it lives, and the next one’s when it closes', async () => {
    const first = await fanOut.lane(state);
    await first.publish([], '01');
    const other = openOne();
    let isTaken = false;
    const second = other.lane(state).finally(() => (isTaken = true));
    for (let n = 2; n < 8; n++) {
      await first.publish([message('key')], `0${n}`);
      await sleep(100);
    }
    expect(isTaken).toBe(false);
    await fanOut.close();
    expect(await (await second).position()).toBe('07');
    await (await second).publish([], '08');
    expect(reports).toEqual([]);
  });

  test('is no more waited for once nobody wants it', async () => {
    await fanOut.lane(state);
    const aborting = new AbortController();
    const waiting = codeOfAsync(() => openOne().lane(state, aborting.signal));
    await sleep(200);
    aborting.abort();
    expect(await waiting).toBe('STORE_UNAVAILABLE');
  });

  test('takes what is larger than a broker takes at once', async () => {
    const lane = await fanOut.lane(state);
    const large = Array.from({ length: 30 }, () => message('key', 'x'.repeat(200_000)));
    await lane.publish(large, '01');
    const { given } = await receive(fanOut);
    await until(() => distinct(given).length >= large.length);
    expect(distinct(given).map(({ event }) => event)).toEqual(large.map(({ event }) => event));
  });

  test('publishes in turn what is handed to it at once', async () => {
    const lane = await fanOut.lane(state);
    const messages = Array.from({ length: 9 }, () => message('key'));
    await Promise.all(messages.map((one, n) => lane.publish([one], `0${n + 1}`)));
    const { given } = await receive(fanOut);
    await until(() => distinct(given).length >= 9);
    expect(distinct(given)).toEqual(messages);
  });
});

describe('the topics of a lane', () => {
  const MESSAGES = { 'retention.ms': '86400000', 'segment.ms': '86400000' };
  const create = async (topic: string, config: object, numPartitions = 1) => {
    await admin.createTopics({
      topics: [
        {
          ...{ topic, numPartitions },
          configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
        },
      ],
    });
    await led(admin, topic);
  };

  test.each([
    ['keeps messages for more than a week', { 'retention.ms': '604800000', 'segment.ms': '1000' }],
    ['keeps them for ever', { 'retention.ms': '-1' }],
    ['closes its segments too late', { ...MESSAGES, 'segment.ms': '604800000' }],
    ['keeps the last of each key', { ...MESSAGES, 'cleanup.policy': 'compact,delete' }],
  ])('are refused when one %s', async (_, config) => {
    await create(topic(), config);
    expect(await codeOfAsync(() => fanOut.lane(state))).toBe('STORE_TOPIC_UNFIT');
  });

  test('are refused when positions may be deleted', async () => {
    await create(bookOf(), { 'cleanup.policy': 'compact,delete' });
    expect(await codeOfAsync(() => fanOut.lane(state))).toBe('STORE_TOPIC_UNFIT');
  });

  test('are used as they are when they are fit', async () => {
    await create(topic(), MESSAGES, 5);
    await (await fanOut.lane(state)).publish([message('key')], '01');
    expect(await admin.fetchTopicOffsets(topic())).toHaveLength(5);
    // What is committed shows a moment after it was acknowledged.
    await until(async () => {
      const places = await admin.fetchTopicOffsets(topic());
      return places.filter(({ high }) => high !== '0').length === 1;
    });
  });

  test('are refused when somebody gave them more partitions', async () => {
    await (await fanOut.lane(state)).publish([], '01');
    await admin.createPartitions({ topicPartitions: [{ topic: topic(), count: 4 }] });
    expect(await codeOfAsync(() => fanOut.lane(state))).toBe('STORE_TOPIC_UNFIT');
  });
});

describe('a lane that grows', () => {
  const keys = Array.from({ length: 8 }, (_, n) => `key-${n}`);
  const ofEach = (value: string) => keys.map((key) => message(key, value));

  test('goes on in another topic, and nobody reads there before all before it is done', async () => {
    await (await fanOut.lane(state)).publish(ofEach('old'), '01');
    await fanOut.close();
    const grown = openOne({}, 7);
    const lane = await grown.lane(state);
    expect(await lane.position()).toBe('01');
    await lane.publish(ofEach('new'), '02');
    expect(await admin.fetchTopicOffsets(topic(2))).toHaveLength(7);

    const given: Message[] = [];
    let mayGoOn = false;
    await grown.consume(state, 'RU.MOH', async (one) => {
      if (one.key === 'key-3' && !mayGoOn) throw new Error('not yet');
      given.push(one);
    });
    await until(() => distinct(given).length >= 7);
    await sleep(1_000);
    expect(distinct(given).map(({ value }) => value)).toEqual(Array(7).fill('old'));
    mayGoOn = true;
    await until(() => distinct(given).length >= 16);
    expect(
      distinct(given)
        .slice(8)
        .map(({ value }) => value),
    ).toEqual(Array(8).fill('new'));
    await until(async () => (await grown.waiting(state, 'RU.MOH')) === 0);
  });

  test('is read from its last topic by who has seen the end of the others', async () => {
    await (await fanOut.lane(state)).publish(ofEach('old'), '01');
    await fanOut.close();
    const grown = openOne({}, 7);
    const lane = await grown.lane(state);
    await lane.publish(ofEach('new'), '02');
    const before = await receive(grown);
    await until(() => distinct(before.given).length >= 16);
    await until(async () => (await grown.waiting(state, 'RU.MOH')) === 0);
    await before.consumption.close();
    await lane.publish(ofEach('newer'), '03');
    const after = await receive(grown);
    await until(() => distinct(after.given).length >= 8);
    expect(distinct(after.given).map(({ value }) => value)).toEqual(Array(8).fill('newer'));
  });

  test('stays as it is when fewer partitions are asked for', async () => {
    await (await fanOut.lane(state)).publish([], '01');
    await fanOut.close();
    await openOne({}, 2).lane(state);
    expect((await admin.listTopics()).filter((topic) => topic.includes(state))).toHaveLength(2);
  });
});

describe('a consumer on Kafka', () => {
  test('may begin before there is a lane', async () => {
    const { given } = await receive(fanOut);
    await sleep(100);
    await (await fanOut.lane(state)).publish([message('key')], '01');
    await until(() => distinct(given).length >= 1);
  });

  test('has its authority alone: another waits, and takes over when it leaves', async () => {
    const messages = (n: number) => Array.from({ length: 60 }, (_, i) => message(`${n}-${i % 20}`));
    const lane = await fanOut.lane(state);
    const one = await receive(fanOut);
    await lane.publish([message('first')], '01');
    await until(() => one.given.length === 1);
    const other = await receive(openOne());
    await until(() => reports.some((told) => Reflect.get(told, 'what') === WAITS));
    const [first, second] = [messages(1), messages(2)];
    await lane.publish(first, '02');
    await until(() => distinct(one.given).length === 61);
    expect(other.given).toEqual([]);
    await one.consumption.close();
    await lane.publish(second, '03');
    await until(() => distinct(other.given).length >= 60);
    for (const key of new Set(second.map((m) => m.key))) {
      const of = (list: readonly Message[]) => list.filter((m) => m.key === key);
      expect(distinct(of(other.given))).toEqual(of(second));
    }
  });

  /** Everything that is published so far is gone, as when its time was up. */
  const age = async (records: number) => {
    // A record and the marker of its transaction each; the marker may come a moment after the commit.
    const places = () => admin.fetchTopicOffsets(topic());
    const sum = async () => (await places()).reduce((all, { high }) => all + Number(high), 0);
    await until(async () => (await sum()) === 2 * records);
    const partitions = (await places()).map(({ partition, high: offset }) => ({
      partition,
      offset,
    }));
    await admin.deleteTopicRecords({ topic: topic(), partitions });
  };

  test('never jumps over what aged out: it asks for it, then goes on', async () => {
    const lane = await fanOut.lane(state);
    const before = await receive(fanOut);
    await lane.publish([message('key')], '01');
    await until(() => distinct(before.given).length >= 1);
    await until(async () => (await fanOut.waiting(state, 'RU.MOH')) === 0);
    await before.consumption.close();
    await lane.publish([message('key', 'aged')], '02');
    await age(2);
    await lane.publish([message('key', 'later')], '03');

    const asked = Promise.withResolvers<void>();
    let times = 0;
    const { given } = await receive(fanOut, () => (times++, asked.promise));
    await until(() => times > 0);
    await sleep(500);
    expect(given).toEqual([]);
    asked.resolve();
    await until(() => distinct(given).length >= 1);
    expect(given[0]!.value).toBe('later');
    expect(times).toBe(1);
    expect(reports).toContainEqual(
      expect.objectContaining({ what: 'messages are gone that were not handled' }),
    );
  });

  test('also notices when nothing comes any more, and asks again until it is heard', async () => {
    const lane = await fanOut.lane(state);
    await lane.publish([message('key', 'aged')], '01');
    await age(1);
    let times = 0;
    const missed = async () => {
      if (++times < 3) throw new Error('nobody hears');
    };
    const { consumption } = await receive(fanOut, missed);
    await until(() => times === 3);
    await until(async () => {
      const [kept] = await admin.fetchOffsets({ groupId: group(), topics: [topic()] });
      return kept!.partitions.some(({ offset }) => offset === '2');
    });
    await consumption.close();
    const after = await receive(fanOut, missed);
    await lane.publish([message('key')], '02');
    await until(() => distinct(after.given).length >= 1);
    expect(times).toBe(3);
  });

  test('that stands behind the end of a partition asks for what it may have missed, and begins anew', async () => {
    const lane = await fanOut.lane(state);
    await lane.publish([message('key', 'first')], '01');
    const behind = [0, 1, 2].map((partition) => ({ partition, offset: '100' }));
    await admin.setOffsets({ groupId: group(), topic: topic(), partitions: behind });
    let times = 0;
    const { given } = await receive(fanOut, async () => void times++);
    await until(() => distinct(given).length >= 1);
    expect(times).toBeGreaterThan(0);
    await lane.publish([message('key', 'second')], '02');
    await until(() => distinct(given).length >= 2);
    await until(async () => (await fanOut.waiting(state, 'RU.MOH')) === 0);
  });

  test('passes over what no relay can have published, and says so', async () => {
    const lane = await fanOut.lane(state);
    const producer = kafka.producer({ createPartitioner: () => () => 0 });
    await producer.connect();
    const headers = { authority: 'RU.MOH' };
    await producer.send({ topic: topic(), messages: [{ key: 'k', value: 'v', headers }] });
    await producer.disconnect();
    const { given } = await receive(fanOut);
    await lane.publish([message('key')], '01');
    await until(() => distinct(given).length >= 1);
    await until(() => reports.length === 1);
    expect(reports[0]).toMatchObject({
      what: 'a record that no relay can have published is passed over',
      authority: 'RU.MOH',
    });
  });

  test('holds no more of a partition than it may, and still comes to its end', async () => {
    const lane = await fanOut.lane(state);
    const messages = Array.from({ length: 40 }, (_, n) =>
      message(`key-${n % 10}`, 'x'.repeat(400_000)),
    );
    await lane.publish(messages, '01');
    const release = Promise.withResolvers<void>();
    const given: Message[] = [];
    await fanOut.consume(state, 'RU.MOH', async (one) => {
      given.push(one);
      await release.promise;
    });
    await until(() => distinct(given).length >= 10);
    release.resolve();
    await until(() => distinct(given).length === 40);
    await until(async () => (await fanOut.waiting(state, 'RU.MOH')) === 0);
  });
});

test('brokers that are away are a store that is away', async () => {
  const away = KafkaFanOut.open({ brokers: ['127.0.0.1:1'] });
  expect(await codeOfAsync(() => away.waiting(state, 'RU.MOH'))).toBe('STORE_UNAVAILABLE');
  await away.close();
});
