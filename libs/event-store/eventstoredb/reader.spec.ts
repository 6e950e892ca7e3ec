import { REFUSALS, StandIn, type ReadFault } from '#testing/eventstoredb';
import { all, idsOf, newKind, newStream, notes } from '../conformance/given.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import { settingsFor } from './given.conformance.ts';

describe('a read', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    standIn = await StandIn.start();
    store = new EventStoreDbEventStore(settingsFor(standIn.port), {
      patience: 10_000,
      silence: 500,
    });
  });
  afterEach(async () => {
    await store.close();
    await standIn.close();
  });

  /** The first calls go wrong so; those after them go well. */
  const failing = (...faults: ReadFault[]): void => {
    standIn.calls.read = 0;
    standIn.faults.read = (nth) => faults[nth];
  };

  test.each<[string, ReadFault[]]>([
    ['loses its connection at once', [{ cutAfter: 0 }]],
    ['loses its connection on the way', [{ cutAfter: 40 }]],
    ['loses it again and again', Array.from({ length: 4 }, () => ({ cutAfter: 7 }))],
    ['meets a server that is not ready', [{ refuse: REFUSALS.notReady() }]],
    ['meets a server without a leader', [{ refuse: REFUSALS.noLeader() }]],
    ['gets no answer', [{ silent: true }]],
  ])('that %s gives every event once, in order', async (_, faults) => {
    const kind = newKind();
    const stream = newStream(kind);
    const events = notes(100);
    await store.append(stream, 'none', events);
    failing(...faults);
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
    failing({}, ...faults); // The first question is for the end.
    const read = await all(store.readAll('start', { streamPrefixes: [kind] }));
    expect(idsOf(read)).toEqual(idsOf(events));
    failing(...faults);
    expect(await store.end()).toBe(read.at(-1)!.position);
  });

  test('that finds no stream, or is given up on the way, leaves no call open', async () => {
    const stream = newStream();
    await store.append(stream, 'none', notes(500));
    for (let at = 0; at < 200; at++) await store.readStream(newStream());
    for (let at = 0; at < 50; at++) for await (const _ of store.readAll('start')) break;
    // Also one whose answers have all come, and were not taken.
    const [, , before] = (await store.readStream(stream)).slice(-5);
    for (let at = 0; at < 20; at++)
      for await (const _ of store.readAll(before!.position)) {
        await store.end();
        await store.end();
        break;
      }
    // It would wait for every call that is not over.
    await store.close();
  });

  test('of a place that the log does not have is refused at once', async () => {
    await store.append(newStream(), 'none', notes(3));
    const nowhere = `${'0'.repeat(15)}1${'0'.repeat(15)}1`;
    await expect(all(store.readAll(nowhere))).rejects.toMatchObject({
      code: 'WIRE_SCHEMA_MISMATCH',
    });
  });

  test('that may not be made is not tried again', async () => {
    failing(...Array.from({ length: 9 }, () => ({ refuse: REFUSALS.accessDenied() })));
    await expect(store.readStream('any-1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(standIn.calls.read).toBe(1);
  });

  test('for the end is one for all who ask at once, begun after they did', async () => {
    await store.end();
    standIn.calls.read = 0;
    const first = store.end();
    const others = Array.from({ length: 50 }, () => store.end());
    await first;
    const { position } = await store.append(newStream(), 'none', notes(1));
    await Promise.all(others);
    expect(standIn.calls.read).toBe(2);
    expect(await store.end()).toBe(position);
  });

  test('of an empty store ends where it starts', async () => {
    expect(await store.end()).toBe('start');
    expect(await all(store.readAll('start'))).toEqual([]);
  });
});
