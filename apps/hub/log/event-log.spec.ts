import { deliveries, subject } from '#exchange';
import { later } from '#kernel';
import { temporaryStore, type TemporaryStore } from '#testing';
import { EventLog } from './event-log.ts';
import { RandomIds } from './random-ids.ts';

const AT = '2031-05-01T10:00:00.000Z';
const WORKER = 'subject-11111111-1111-4111-8111-111111111111';

const erase = (at: string) => ({
  type: 'EraseSubject' as const,
  data: {
    controller: 'KG',
    subject: 'A',
    records: [{ issuer: 'KG.MOH', id: 'A' }],
    basis: 'LAW',
    statement: 'A.A.A',
    to: [],
  },
  at,
  by: 'KG.MOH',
});
const redrive = (event: string, at: string) => ({
  type: 'RedriveDeliveries' as const,
  data: { authority: 'RU.MOH', deliveries: [{ event, stream: 'A' }] },
  at,
  by: 'RU.MOH',
});

describe('the log of events', () => {
  let temporary: TemporaryStore;
  let log: EventLog;
  beforeEach(async () => {
    temporary = await temporaryStore();
    log = new EventLog(temporary.store, new RandomIds());
  });
  afterEach(() => temporary.close());

  test('carries a command out once, and says what there was before', async () => {
    const first = await log.carryOut(WORKER, subject, erase(AT));
    expect(first.before).toEqual([]);
    expect(await log.read(WORKER)).toEqual(first.stored);
    const again = await log.carryOut(WORKER, subject, erase(AT));
    expect(again).toEqual({ added: [], before: first.stored, stored: [] });
  });

  test('records nothing before what its stream holds, whatever the clock of the request says', async () => {
    const stream = 'deliveries-RU.MOH';
    await log.carryOn(stream, deliveries, redrive('one', AT));
    await log.carryOn(stream, deliveries, redrive('two', later(AT, -5)));
    await log.carryOut(stream, deliveries, redrive('three', later(AT, -1)));
    await log.carryOn(stream, deliveries, redrive('four', later(AT, 1)));
    await log.carryOn(stream, deliveries, redrive('five', later(AT, 0.5)));
    const times = (await log.read(stream)).map(({ at }) => at);
    expect(times).toEqual([AT, AT, AT, later(AT, 1), later(AT, 1)]);
  });

  test('decides anew after a lost race, each of many writers once', async () => {
    const stream = 'deliveries-RU.MOH';
    const other = new EventLog(temporary.store, new RandomIds());
    const writes = Array.from({ length: 8 }, (_, n) =>
      (n % 2 ? log : other).carryOn(stream, deliveries, redrive(String(n), later(AT, 8 - n))),
    );
    await Promise.all(writes);
    const events = await log.read(stream);
    expect(events.map(({ data }) => (data as { event: string }).event).toSorted()).toEqual(
      Array.from({ length: 8 }, (_, n) => String(n)),
    );
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
  });
});
