import { APPEND_PROMISES } from './conformance/append.conformance.ts';
import type { Given } from './conformance/given.conformance.ts';
import { READ_PROMISES } from './conformance/read.conformance.ts';
import { SUBSCRIPTION_PROMISES } from './conformance/subscription.conformance.ts';

export type { Given } from './conformance/given.conformance.ts';

/**
 * What every EventStore promises, each with the check that rejects when it is broken. The checks write to streams of
 * their own and expect nothing of the rest of the store, so they also run on a server that others use.
 */
export const EVENT_STORE_PROMISES = {
  ...APPEND_PROMISES,
  ...READ_PROMISES,
  ...SUBSCRIPTION_PROMISES,
} satisfies Record<string, (given: Given) => Promise<void>>;

export type EventStorePromise = keyof typeof EVENT_STORE_PROMISES;

/** Every EventStore passes this, and so does every wrapper around one. */
export function eventStoreConformance(
  name: string,
  open: () => Promise<Given & { close(): Promise<void> }>,
): void {
  describe(`${name} is an EventStore`, () => {
    let given: Given & { close(): Promise<void> };
    beforeAll(async () => (given = await open()));
    afterAll(() => given.close());

    test.each(Object.entries(EVENT_STORE_PROMISES))('%s', (_, check) => check(given));
  });
}
