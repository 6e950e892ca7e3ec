import { APPEND_FAULTS, type BrokenByDying } from './conformance/faults/append.conformance.ts';
import { FaultyStore, type Fault } from './conformance/faults/faulty-store.conformance.ts';
import { READ_FAULTS } from './conformance/faults/read.conformance.ts';
import { SUBSCRIPTION_FAULTS } from './conformance/faults/subscription.conformance.ts';
import { Broken, type Given } from './conformance/given.conformance.ts';
import {
  EVENT_STORE_PROMISES,
  eventStoreConformance,
  type EventStorePromise,
} from './event-store.conformance.ts';
import { sqliteGiven } from './sqlite/given.conformance.ts';

/** The check found the promise broken; it did not stumble over something else. */
const isFinding = (error: unknown): boolean =>
  error instanceof Broken || (error instanceof Error && 'matcherResult' in error);

const finding = (check: Promise<void>): Promise<boolean> => check.then(() => false, isFinding);

const FAULTS = { ...APPEND_FAULTS, ...READ_FAULTS, ...SUBSCRIPTION_FAULTS };

const wrapped = (sound: Given, fault: Fault): Given => ({
  ...sound,
  store: new FaultyStore(sound.store, fault(sound.store)),
  another: async () => {
    const another = await sound.another();
    return new FaultyStore(another, fault(another));
  },
});

// So it is the fault that the checks find below, and nothing else of the wrapper.
eventStoreConformance('a wrapper without a fault', async () => {
  const sound = await sqliteGiven();
  return { ...wrapped(sound, () => ({})), close: () => sound.close() };
});

describe('a store that breaks a promise fails its check', () => {
  let sound: Awaited<ReturnType<typeof sqliteGiven>>;
  beforeAll(async () => (sound = await sqliteGiven({ patience: 300 })));
  afterAll(() => sound.close());

  const cases = Object.entries(FAULTS).flatMap(([promise, faults]) =>
    Object.entries(faults).map(([fault, make]) => ({
      promise: promise as EventStorePromise,
      fault,
      make,
    })),
  );

  test.each(cases)('$promise: it $fault', async ({ promise, make }) => {
    const check = EVENT_STORE_PROMISES[promise](wrapped(sound, make));
    expect(await finding(check)).toBe(true);
  });

  test('an acknowledged append survives the kill of its process: it answers first', async () => {
    const promise: BrokenByDying = 'an acknowledged append survives the kill of its process';
    const hasty = await sqliteGiven({ waiting: false });
    expect(await finding(EVENT_STORE_PROMISES[promise](hasty))).toBe(true);
    await hasty.close();
  });
});
