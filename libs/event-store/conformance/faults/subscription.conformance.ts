import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, Subscriber } from '../../event-store.ts';
import type { SUBSCRIPTION_PROMISES } from '../subscription.conformance.ts';
import type { Fault, Faults } from './faulty-store.conformance.ts';

/** A fault that only puts another subscriber in the place of the one it is given. */
const subscribing =
  (wrong: (subscriber: Subscriber, store: EventStore) => Subscriber): Fault =>
  (store) => ({
    subscribeToAll: (after, filter, subscriber) =>
      store.subscribeToAll(after, filter, wrong(subscriber, store)),
  });

export const SUBSCRIPTION_FAULTS: Faults<keyof typeof SUBSCRIPTION_PROMISES> = {
  'a subscription hands over from catch-up to live without gap, duplicate or reordering': {
    'listens only once it has read the past': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        let live: { close(): Promise<void> } | undefined;
        const past = (async () => {
          for await (const event of store.readAll(after, filter))
            await subscriber.events([event], event.position);
          await pause(5);
          live = store.subscribeToAll(await store.end(), filter, subscriber);
        })();
        return { close: () => past.then(() => live?.close()) };
      },
    }),
    'reads the past while it listens already': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        const past = (async () => {
          for await (const event of store.readAll(after, filter))
            await subscriber.events([event], event.position);
        })();
        const live = store.subscribeToAll(after, filter, subscriber);
        return { close: () => past.then(() => live.close()) };
      },
    }),
    'gives batches in the wrong order': subscribing((subscriber) => ({
      ...subscriber,
      events: (events, upTo) => subscriber.events(events.toReversed(), upTo),
    })),
  },
  'a subscription from the start hears the whole store': {
    'begins at the end': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        let live: { close(): Promise<void> } | undefined;
        const begun = store.end().then((end) => {
          live = store.subscribeToAll(after === 'start' ? end : after, filter, subscriber);
        });
        return { close: () => begun.then(() => live?.close()) };
      },
    }),
  },
  'a subscription says when it has caught up, and not before': {
    'never says it': subscribing(({ events, failed }) => ({ events, failed })),
    'says it at once': subscribing((subscriber, store) => {
      void store.end().then((end) => end === 'start' || subscriber.caughtUp?.(end));
      return subscriber;
    }),
    'names a place before the end': subscribing((subscriber) => ({
      ...subscriber,
      caughtUp: (at) => subscriber.caughtUp?.('0'.repeat(at.length)),
    })),
  },
  'upTo and caughtUp move on past events that the filter keeps out': {
    'is silent about them': subscribing((subscriber) => {
      let told = 0;
      return {
        ...subscriber,
        events: (events, upTo) =>
          events.length === 0 ? undefined : subscriber.events(events, upTo),
        caughtUp: (at) => (told++ === 0 ? subscriber.caughtUp?.(at) : undefined),
      };
    }),
  },
  'everything up to upTo has been given': {
    'names the end in place of the batch': subscribing((subscriber) => ({
      ...subscriber,
      async events(events, upTo) {
        for (const event of events) await subscriber.events([event], upTo);
      },
    })),
    'names places below ones it named': subscribing((subscriber) => ({
      ...subscriber,
      async events(events, upTo) {
        await subscriber.events(events, upTo);
        await subscriber.events([], '0'.repeat(upTo.length));
      },
    })),
  },
  'calls to a subscriber never overlap': {
    'does not wait': subscribing((subscriber) => ({
      ...subscriber,
      events: (events, upTo) => void subscriber.events(events, upTo),
    })),
  },
  'a subscriber that throws stops its subscription before that batch': {
    'goes on with the next batch': subscribing((subscriber) => ({
      ...subscriber,
      events: async (events, upTo) => {
        try {
          await subscriber.events(events, upTo);
        } catch (error) {
          subscriber.failed(error);
        }
      },
    })),
    'stops without a word': subscribing((subscriber) => ({
      ...subscriber,
      failed: () => undefined,
    })),
    'tries again': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        let at = after;
        let tries = 0;
        let live: { close(): Promise<void> };
        const listen = () => {
          live = store.subscribeToAll(at, filter, {
            ...subscriber,
            events: async (events, upTo) => {
              await subscriber.events(events, upTo);
              at = upTo;
            },
            failed: (error) => {
              subscriber.failed(error);
              if (++tries < 3) listen();
            },
          });
        };
        listen();
        return { close: () => live.close() };
      },
    }),
  },
  'nobody is called after close': {
    'only stops listening when there is time': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        const subscription = store.subscribeToAll(after, filter, subscriber);
        return {
          close: async () => void setTimeout(() => void subscription.close(), 30),
        };
      },
    }),
    'does not wait for the call under way': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        const subscription = store.subscribeToAll(after, filter, subscriber);
        return { close: async () => void subscription.close() };
      },
    }),
  },
};
