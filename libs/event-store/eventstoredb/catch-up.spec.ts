import { until } from '#testing';
import { REFUSALS, StandIn, type SubscriptionFault } from '#testing/eventstoredb';
import { idsOf, newKind, newStream, note, notes } from '../conformance/given.conformance.ts';
import { Listener } from '../conformance/listener.conformance.ts';
import type { EventToAppend } from '../event-store.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import { settingsFor } from './given.conformance.ts';

const PATIENCE = 20_000;

describe('a subscription', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  const start = async (...options: Parameters<typeof StandIn.start>) => {
    standIn = await StandIn.start(...options);
    store = new EventStoreDbEventStore(settingsFor(standIn.port));
  };
  beforeEach(() => start());
  afterEach(async () => {
    await store.close();
    await standIn.close();
  });

  const listen = (kind: string, hear?: () => void | Promise<void>) =>
    new Listener({ store, patience: PATIENCE }, 'start', { streamPrefixes: [kind] }, hear);

  async function write(kind: string, count: number): Promise<EventToAppend[]> {
    const events = notes(count);
    for (const event of events) await store.append(newStream(kind), 'none', [event]);
    return events;
  }

  test.each<[string, SubscriptionFault[]]>([
    ['loses its connection before anything came', [{ cutAfter: 0 }]],
    ['loses its connection while it catches up', [{ cutAfter: 7 }]],
    ['loses it again and again', Array.from({ length: 8 }, () => ({ cutAfter: 3 }))],
    ['loses its connection once it has caught up', [{ cutAfter: 20 }]],
    ['is ended by the server as if it were done', [{ endAfter: 5 }, { endAfter: 20 }]],
    ['is ended with an error', [{ endAfter: 5, refuse: REFUSALS.cancelled() }]],
    ['meets a server that is not ready', [{ endAfter: 0, refuse: REFUSALS.notReady() }]],
    ['is never told of its end', [{ muteAfter: 5 }]],
    ['is never told of its end once it has caught up', [{ muteAfter: 20 }]],
    ['is sent events again', [{ repeat: 3 }]],
    ['is sent events again after it was lost', [{ cutAfter: 9 }, { repeat: 5 }]],
  ])('that %s hears every event once, in order', async (_, faults) => {
    standIn.faults.subscribe = (nth) => faults[nth];
    const kind = newKind();
    const past = await write(kind, 20);
    const listener = listen(kind);
    await listener.until('caught up', () => listener.heard.length >= 20);
    const live = await write(kind, 10);
    await listener.until('all heard', () => listener.heard.length >= 30);
    await listener.until('caught up', () => listener.caughtUps.at(-1)?.heard === 30);
    expect(listener.ids).toEqual(idsOf([...past, ...live]));
    await listener.close();
  });

  test('never has two of the server at once', async () => {
    standIn.faults.subscribe = () => ({ endAfter: 2 });
    const kind = newKind();
    let most = 0;
    const listener = listen(kind, () => void (most = Math.max(most, standIn.subscriptions)));
    await write(kind, 20);
    await listener.until('all heard', () => listener.heard.length >= 20);
    expect(most).toBe(1);
    expect(standIn.calls.subscribe).toBeGreaterThan(5);
    await listener.close();
    await until(() => standIn.subscriptions === 0);
  });

  test('that was sent an event after later ones stops, since it cannot be given in its place', async () => {
    const kind = newKind();
    const [first, second, third] = [note(1), note(2), note(3)];
    standIn.faults.subscribe = () => ({ late: second.id });
    const listener = listen(kind);
    await listener.until('caught up', () => listener.caughtUps.length > 0);
    for (const event of [first, second, third])
      await store.append(newStream(kind), 'none', [event]);
    await listener.until(
      'failed or read in order',
      () => listener.failures.length > 0 || listener.heard.length === 3,
    );
    if (listener.failures.length > 0)
      expect(listener.failures).toEqual([expect.objectContaining({ code: 'STORE_CORRUPT' })]);
    else expect(listener.ids).toEqual(idsOf([first, second, third]));
    await listener.close();
  });

  test('says that it has caught up also where the server does not', async () => {
    await store.close();
    await standIn.close();
    await start({ saysCaughtUp: false });
    const kind = newKind();
    await write(kind, 5);
    const listener = listen(kind);
    await listener.until('caught up', () => listener.caughtUps.length > 0);
    expect(listener.caughtUps[0]?.heard).toBe(5);
    await listener.close();
  });

  test('holds up the server while its subscriber is slow', async () => {
    const kind = newKind();
    const large = 'x'.repeat(9_000);
    for (let at = 0; at < 2_000; at += 50)
      await store.append(
        newStream(kind),
        'none',
        Array.from({ length: 50 }, () => note(large)),
      );
    const slow = Promise.withResolvers<void>();
    const listener = listen(kind, () => slow.promise);
    await listener.until('called', () => listener.calls.length > 0);
    let sent = -1;
    await until(async () => {
      const before = sent;
      sent = standIn.sent;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return sent > 0 && before === sent && standIn.sent === sent;
    });
    expect(sent).toBeLessThan(500);
    slow.resolve();
    await listener.until('all heard', () => listener.heard.length === 2_000);
    await listener.close();
  });

  test('never names a place behind the end of the store: who kept it would seem to be ahead', async () => {
    const kind = newKind();
    const listener = listen(kind);
    await write(kind, 3);
    for (let at = 0; at < 600; at++) standIn.log.note('$stats', '$stats');
    await write(kind, 1);
    await listener.until('all heard', () => listener.heard.length >= 4);
    for (let at = 0; at < 600; at++) standIn.log.note('$stats', '$stats');
    const end = await store.end();
    await listener.until('caught up', () => listener.caughtUps.at(-1)?.heard === 4);
    expect(listener.calls.at(-1)?.upTo).toBe(end);
    expect(listener.caughtUps.at(-1)?.at).toBe(end);
    await listener.close();
  });

  test.each([
    ['may not read', REFUSALS.accessDenied(), 'STORE_UNAVAILABLE'],
    [
      'begins at a place that the log does not have',
      REFUSALS.invalidPosition(),
      'WIRE_SCHEMA_MISMATCH',
    ],
  ])('that %s says so, and is not tried again', async (_, refuse, code) => {
    standIn.faults.subscribe = () => ({ endAfter: 0, refuse });
    const kind = newKind();
    await write(kind, 1);
    const listener = listen(kind);
    await listener.until('failed', () => listener.failures.length > 0);
    expect(listener.failures).toEqual([expect.objectContaining({ code })]);
    expect(standIn.calls.subscribe).toBe(1);
    await listener.close();
  });

  test('may be closed while its server is away', async () => {
    const listener = listen(newKind());
    await listener.until('caught up', () => listener.caughtUps.length > 0);
    await standIn.close();
    await listener.close();
    expect(listener.failures).toEqual([]);
  });
});
