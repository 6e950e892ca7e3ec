import {
  AssignerProtocol,
  type Cluster,
  type IHeaders,
  type KafkaMessage,
  type Logger,
} from 'kafkajs';
import type { Message } from '../fan-out.ts';
import { Beyond, goneFrom } from './gone.ts';
import { inboxAssigner, laneAssigner } from './lane-assigner.ts';
import { inRequests } from './lane-producer.ts';
import { partitionOf, toMessage, toRecord } from './records.ts';
import { unanswered } from './unanswered.ts';
import { Window } from './window.ts';

const message = (key: string, value = 'sealed'): Message => ({
  ...{ authority: 'RU.MOH', event: 'event', laneKey: 'lane-key' },
  ...{ key, value },
});

describe('the records of one publish', () => {
  const large = (key: string, n: number) => ({
    key,
    value: `${n}${'x'.repeat(300_000)}`,
    partition: 0,
  });

  test('go in one request as long as a broker takes them', () => {
    const records = [message('a'), message('b')].map((one) => toRecord(one, 12));
    expect(inRequests(new Map([['topic', records]]))).toEqual([
      [{ topic: 'topic', messages: records }],
    ]);
  });

  test('go in several when a partition gets more, in their order, the book with the first', () => {
    const [one, two, three] = [1, 2, 3].map((n) => large('a', n));
    const other = { key: 'b', value: 'x', partition: 1 };
    const book = { key: 'lane', value: '{}', partition: 0 };
    const records = new Map([
      ['book', [book]],
      ['topic', [one!, two!, other, three!]],
    ]);
    expect(inRequests(records)).toEqual([
      [
        { topic: 'book', messages: [book] },
        { topic: 'topic', messages: [one, other] },
      ],
      [{ topic: 'topic', messages: [two] }],
      [{ topic: 'topic', messages: [three] }],
    ]);
  });
});

describe('a sending that ended well', () => {
  const to = (...partitions: number[]) =>
    partitions.map((partition) => ({ partition, value: 'x' }));
  const sent = [
    { topic: 'book', messages: to(0) },
    { topic: 'topic', messages: to(0, 1, 1) },
  ];
  const answer = (topicName: string, partition: number) => ({ topicName, partition, errorCode: 0 });
  const answers = [answer('topic', 1), answer('book', 0), answer('topic', 0)];

  test('was taken in every partition', () => expect(unanswered(sent, answers)).toEqual([]));

  test('lacks what no broker answered for', () => {
    expect(unanswered(sent, answers.slice(0, 2))).toEqual(['topic 0']);
    expect(unanswered(sent, answers.slice(2))).toEqual(['book 0', 'topic 1']);
  });
});

describe('a record', () => {
  const record = (headers: IHeaders): KafkaMessage => ({
    ...{ key: Buffer.from('key'), value: Buffer.from('value'), timestamp: '0', attributes: 0 },
    ...{ offset: '0', headers },
  });
  const headers = { authority: 'RU.MOH', event: 'event', 'lane-key': 'lane-key' };

  test('is the message again', () =>
    expect(toMessage(record(headers))).toEqual({ ...message('key', 'value') }));

  test.each(Object.keys(headers))('without %s, or with two, is no message', (name) => {
    const { [name as 'event']: value, ...others } = headers;
    expect(toMessage(record(others))).toBeUndefined();
    expect(toMessage(record({ ...others, [name]: [value, 'other'] }))).toBeUndefined();
  });

  test('of a key lies in the same partition for ever', () =>
    expect(['a', 'b', 'c', 'd'].map((key) => partitionOf(key, 12))).toEqual([2, 6, 11, 7]));
});

describe('a window', () => {
  test('keeps its place before the first message that is not done', () => {
    const window = new Window(0, 10, false);
    const [first, second, third] = [10, 12, 13].map((offset) => window.add(message('key'), offset));
    window.next = 15;
    expect(window.place).toBe(10);
    window.settle(second!);
    expect(window.place).toBe(10);
    window.settle(first!);
    expect(window.place).toBe(13);
    window.settle(third!);
    expect(window.place).toBe(15);
  });

  test('is full by number, and by size, and has room again when half of it is done', () => {
    const byNumber = new Window(0, 0, false);
    const entries = Array.from({ length: 2_000 }, (_, n) => byNumber.add(message('key', ''), n));
    expect([byNumber.isFull, byNumber.hasRoom]).toEqual([true, false]);
    for (const entry of entries.slice(500, 1_500)) byNumber.settle(entry);
    expect([byNumber.isFull, byNumber.hasRoom]).toEqual([false, true]);
    const bySize = new Window(0, 0, false);
    bySize.add(message('key', 'x'.repeat(4 << 20)), 0);
    expect(bySize.isFull).toBe(true);
  });

  test('is over when its end was read and all before it is done', () => {
    const window = new Window(0, 0, false);
    const entry = window.add(message('key'), 0);
    window.isEnded = true;
    expect(window.isOver).toBe(false);
    window.settle(entry);
    expect(window.isOver).toBe(true);
  });
});

describe('what is gone', () => {
  const at = (next: number) => new Window(0, next, false);
  const place = (low: number, high: number) =>
    new Map([[0, { kept: undefined, isOver: false, low, high }]]);
  const looked = (window: Window, ...ends: number[]) => {
    const beyond = new Beyond();
    for (const end of ends) beyond.look(window, end);
    return beyond;
  };

  test('is what lay before the oldest message, at once', () => {
    const window = at(5);
    expect(goneFrom([window], place(7, 9), looked(window))).toEqual([{ window, low: 7 }]);
    expect(goneFrom([window], place(5, 9), looked(window, 9, 9, 9))).toEqual([]);
  });

  test('is what lay behind the end, when that is seen three times in a row', () => {
    const window = at(9);
    expect(goneFrom([window], place(2, 5), looked(window, 5, 5))).toEqual([]);
    expect(goneFrom([window], place(2, 5), looked(window, 5, 5, 9, 5))).toEqual([]);
    expect(goneFrom([window], place(2, 9), looked(window, 5, 5, 5))).toEqual([]);
    expect(goneFrom([window], place(2, 5), looked(window, 5, 5, 5))).toEqual([{ window, low: 2 }]);
  });
});

describe('the lane of a group', () => {
  const { MemberAssignment } = AssignerProtocol;
  const assigner = (claim: number) =>
    laneAssigner(() => claim)({ cluster: {} as Cluster, groupId: 'group', logger: {} as Logger });
  const member = (memberId: string, claim: number) => ({
    memberId,
    memberMetadata: assigner(claim).protocol({ topics: ['book'] }).metadata,
  });
  const ownerOf = async (...members: ReturnType<typeof member>[]) => {
    const assignments = await assigner(0).assign({ members, topics: ['book'] });
    return assignments
      .filter(
        ({ memberAssignment }) => MemberAssignment.decode(memberAssignment)!.assignment['book'],
      )
      .map(({ memberId }) => memberId);
  };

  test('goes to one of those that want it', async () =>
    expect(await ownerOf(member('b', 0), member('a', 0))).toEqual(['a']));

  test('stays with whoever has it', async () =>
    expect(await ownerOf(member('a', 0), member('b', 7), member('c', 0))).toEqual(['b']));

  test('is an authority’s topic with all of its partitions', async () => {
    const cluster = {
      findTopicPartitionMetadata: () => [0, 1, 2].map((partitionId) => ({ partitionId })),
    } as unknown as Cluster;
    const of = (claim: number) =>
      inboxAssigner(() => claim)({ cluster, groupId: 'group', logger: {} as Logger });
    const members = [0, 5].map((claim) => ({
      memberId: String(claim),
      memberMetadata: of(claim).protocol({ topics: ['exchange'] }).metadata,
    }));
    const assignments = await of(0).assign({ members, topics: ['exchange'] });
    expect(
      assignments.map(
        ({ memberAssignment }) => MemberAssignment.decode(memberAssignment)!.assignment,
      ),
    ).toEqual([{}, { exchange: [0, 1, 2] }]);
  });

  test('stays with the successor of one that slept', async () =>
    expect(await ownerOf(member('a', 7), member('b', 8))).toEqual(['b']));
});
