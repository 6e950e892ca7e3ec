import { ConcurrentWrite } from '#kernel';
import { REFUSALS, StandIn, type AppendFault } from '#testing/eventstoredb';
import { idsOf, newStream, note, notes } from '../conformance/given.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import { settingsFor } from './given.conformance.ts';

/** Milliseconds: so short that a test can wait until a store gives up. */
const SHORT = { patience: 600, silence: 300 };

describe('an append', () => {
  let standIn: StandIn;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    standIn = await StandIn.start();
    store = new EventStoreDbEventStore({ ...settingsFor(standIn.port), deadline: 2_000 });
  });
  afterEach(async () => {
    await store.close();
    await standIn.close();
  });

  /** The first calls go wrong so; those after them go well. */
  const failing = (...faults: AppendFault[]): void => {
    standIn.faults.append = (nth) => faults[nth];
  };

  test.each<[string, AppendFault[]]>([
    ['loses its connection before it is written', [{ cut: 'before' }]],
    ['loses its connection after it is written', [{ cut: 'after' }]],
    ['loses it twice', [{ cut: 'after' }, { cut: 'after' }]],
    ['gets no answer in time', [{ silent: 'before' }]],
    ['gets no answer in time though it is written', [{ silent: 'after' }]],
    ['meets a server that is not ready', [{ refuse: REFUSALS.notReady() }]],
    ['meets a server that has too much to do', [{ refuse: REFUSALS.tooBusy() }]],
    ['meets a server without a leader', [{ refuse: REFUSALS.noLeader() }]],
    [
      'times out in the server though it is written',
      [{ refuse: REFUSALS.timeout(), when: 'after' }],
    ],
    [
      'is ended by the server though it is written',
      [{ refuse: REFUSALS.cancelled(), when: 'after' }],
    ],
    ['is written, lost, and then denied', [{ cut: 'after' }, { deny: true }]],
    ['is written and denied at once', [{ deny: true }]],
    ['is written, lost, and then answered without its place', [{ cut: 'after' }, { blank: true }]],
  ])('that %s is written once, and answered as if nothing had happened', async (_, faults) => {
    const stream = newStream();
    await store.append(stream, 'none', notes(2));
    standIn.calls.append = 0;
    failing(...faults);
    const events = notes(3);
    const answer = await store.append(stream, 1, events);
    const written = await store.readStream(stream);
    expect(idsOf(written.slice(2))).toEqual(idsOf(events));
    expect(answer).toEqual({ revision: 4, position: written[4]?.position });
  });

  test('that lost its race while its connection was lost is refused', async () => {
    const stream = newStream();
    const [mine, other] = [notes(2), notes(2)];
    standIn.faults.append = (nth) => {
      if (nth > 0) return undefined;
      standIn.log.append(stream, -1, other.map(kept));
      return { cut: 'before' };
    };
    await expect(store.append(stream, 'none', mine)).rejects.toThrow(ConcurrentWrite);
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf(other));
  });

  test('of which only some events are there is refused, whatever became of the connection', async () => {
    const stream = newStream();
    const [first, second] = [note('first'), note('second')];
    await store.append(stream, 'none', [first, second]);
    standIn.calls.append = 0;
    failing({ cut: 'before' });
    const partly = [first, note('other')];
    await expect(store.append(stream, 'none', partly)).rejects.toThrow(ConcurrentWrite);
    await expect(store.append(stream, 'none', [second, first])).rejects.toThrow(ConcurrentWrite);
  });

  test('that never gets an answer ends in time, and says that it may have been written', async () => {
    const hasty = new EventStoreDbEventStore(
      { ...settingsFor(standIn.port), deadline: 200 },
      SHORT,
    );
    standIn.faults.append = () => ({ silent: 'before' });
    const begun = performance.now();
    await expect(hasty.append(newStream(), 'none', notes(1))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('may not have been written'),
    });
    expect(performance.now() - begun).toBeGreaterThan(500);
    await hasty.close();
  });

  test('that is known to be written when its time is over succeeds', async () => {
    const hasty = new EventStoreDbEventStore(
      { ...settingsFor(standIn.port), deadline: 200 },
      SHORT,
    );
    standIn.faults.append = () => ({ silent: 'after' });
    const stream = newStream();
    await expect(hasty.append(stream, 'none', notes(1))).resolves.toMatchObject({ revision: 0 });
    await hasty.close();
  });

  test.each([
    ['too large for the server', undefined, 'WIRE_TOO_LARGE'],
    ['not allowed to this user', REFUSALS.accessDenied(), 'STORE_UNAVAILABLE'],
    ['made by nobody the server knows', REFUSALS.unauthenticated(), 'STORE_UNAVAILABLE'],
  ])('that is %s is not tried again', async (_, refuse, code) => {
    if (refuse) standIn.faults.append = () => ({ refuse });
    const text = refuse ? 'x' : 'x'.repeat(1_100_000);
    const append = store.append(newStream(), 'none', [note(text)]);
    await expect(append).rejects.toMatchObject({ code });
    expect(standIn.calls.append).toBeLessThan(2);
  });

  test('to a stream that was deleted for good is refused as something nobody here can have done', async () => {
    const stream = newStream();
    await store.append(stream, 'none', notes(1));
    standIn.log.tombstone(stream);
    await expect(store.append(stream, 0, notes(1))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
    });
  });

  test('waits its turn: no more are under way than one connection carries', async () => {
    standIn.faults.append = () => ({ delay: 5 });
    const streams = Array.from({ length: 200 }, () => newStream());
    await Promise.all(streams.map((stream) => store.append(stream, 'none', notes(1))));
    expect(standIn.appending.most).toBeGreaterThan(8);
    expect(standIn.appending.most).toBeLessThanOrEqual(32);
  });

  test('whose turn does not come is refused unsent', async () => {
    const hasty = new EventStoreDbEventStore(
      { ...settingsFor(standIn.port), deadline: 500 },
      SHORT,
    );
    standIn.faults.append = () => ({ silent: 'before' });
    const appends = Array.from({ length: 64 }, () => hasty.append(newStream(), 'none', notes(1)));
    const outcomes = await Promise.allSettled(appends);
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'written',
    );
    expect(codes.slice(0, 32)).toEqual(Array(32).fill('STORE_UNAVAILABLE'));
    expect(codes.slice(32)).toEqual(Array(32).fill('STORE_BUSY'));
    await hasty.close();
  });
});

function kept({ id, type }: { readonly id: string; readonly type: string }) {
  const none = new Uint8Array();
  return { id, type, contentType: 'application/json', data: none, metadata: none };
}
