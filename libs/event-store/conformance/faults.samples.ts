import { randomUUID } from 'node:crypto';
import { ConcurrentWrite } from '#kernel';
import type {
  EventStore,
  EventToAppend,
  ExpectedRevision,
  RecordedEvent,
  Subscriber,
} from '../event-store.ts';
import type { EventStorePromise } from '../event-store.conformance.ts';

type Fault = (store: EventStore) => Partial<EventStore>;

const lastOf = async (store: EventStore, stream: string): Promise<ExpectedRevision> =>
  (await store.readStream(stream)).at(-1)?.revision ?? 'none';

/** Ways to subscribe wrongly: each gets the sound store and the subscriber, and says which subscriber to subscribe in its place. */
const subscribing =
  (wrong: (subscriber: Subscriber, store: EventStore) => Subscriber): Fault =>
  (store) => ({
    subscribeToAll: (after, filter, subscriber) =>
      store.subscribeToAll(after, filter, wrong(subscriber, store)),
  });

async function* altered(
  events: AsyncIterable<RecordedEvent>,
  wrong: (event: RecordedEvent, index: number) => readonly RecordedEvent[],
): AsyncGenerator<RecordedEvent> {
  let index = 0;
  for await (const event of events) yield* wrong(event, index++);
}
/** The promises that a process alone can break by dying: their fault is in how it dies (`sqliteGiven`). */
export type BrokenByDying = 'an acknowledged append survives the kill of its process';

/** For every promise, stores that keep all others as well as they can and break this one, each the way a real adapter might. */
export const FAULTS: Record<
  Exclude<EventStorePromise, BrokenByDying>,
  Readonly<Record<string, Fault>>
> = {
  'an unknown stream reads as empty': {
    'throws as the server does': (store) => ({
      async readStream(stream, from) {
        const events = await store.readStream(stream, from);
        if (events.length === 0) throw new Error('stream not found');
        return events;
      },
    }),
  },
  'nobody sees part of an append': {
    'writes one event after the other': (store) => ({
      async append(stream, expected, events) {
        let at = expected;
        let last = { revision: -1, position: '' };
        for (const event of events) {
          last = await store.append(stream, at, [event]);
          at = last.revision;
        }
        return last;
      },
    }),
  },
  'a stale expected revision is refused and writes nothing': {
    'appends wherever the stream is': (store) => ({
      append: async (stream, _, events) =>
        store.append(stream, await lastOf(store, stream), events),
    }),
    'writes, then looks': (store) => ({
      async append(stream, expected, events) {
        const last = await lastOf(store, stream);
        const written = await store.append(stream, last, events);
        if (last !== expected) throw new ConcurrentWrite('too late');
        return written;
      },
    }),
    'knows only that the stream is there': (store) => ({
      async append(stream, expected, events) {
        const last = await lastOf(store, stream);
        return store.append(stream, expected === 'none' ? expected : last, events);
      },
    }),
  },
  'of writers at one revision exactly one wins': {
    'looks, then writes': (store) => ({
      async append(stream, expected, events) {
        if ((await lastOf(store, stream)) !== expected) throw new ConcurrentWrite('moved on');
        for (;;)
          try {
            return await store.append(stream, await lastOf(store, stream), events);
          } catch (error) {
            if (!(error instanceof ConcurrentWrite)) throw error;
          }
      },
    }),
  },
  'an append repeated with the same ids is answered like the first': {
    'takes a retry for a conflict': (store) => ({
      append: (stream, expected, events) =>
        store.append(
          stream,
          expected,
          events.map((event) => ({ ...event, id: randomUUID() })),
        ),
    }),
    'answers a retry with where the stream is now': (store) => ({
      async append(stream, expected, events) {
        const answer = await store.append(stream, expected, events);
        const last = (await store.readStream(stream)).at(-1);
        return last ? { revision: last.revision, position: last.position } : answer;
      },
    }),
    'looks at the first id only': (store) => ({
      async append(stream, expected, events) {
        const after = expected === 'none' ? -1 : expected;
        const there = (await store.readStream(stream, after + 1)).slice(0, events.length);
        const last = there.at(-1);
        if (there[0]?.id !== events[0]?.id || !last) return store.append(stream, expected, events);
        return { revision: last.revision, position: last.position };
      },
    }),
  },
  'an append says where it left the stream': {
    'gives the first revision': (store) => ({
      async append(stream, expected, events) {
        const { revision, position } = await store.append(stream, expected, events);
        return { revision: revision - events.length + 1, position };
      },
    }),
    'gives another position': (store) => ({
      async append(stream, expected, events) {
        const { revision, position } = await store.append(stream, expected, events);
        return { revision, position: `${position}0` };
      },
    }),
  },
  'close finishes what was begun': {
    'drops what is under way': (store) => {
      const closed = Promise.withResolvers<never>();
      closed.promise.catch(() => undefined);
      return {
        append: (stream, expected, events) =>
          Promise.race([closed.promise, store.append(stream, expected, events)]),
        close: () => {
          closed.reject(new Error('closed'));
          return store.close();
        },
      };
    },
    'goes on after it': (store) => ({ close: () => Promise.resolve(void store) }),
  },
  'texts come back byte for byte': {
    'writes JSON anew': (store) => {
      const anew = (text: string) => {
        try {
          return JSON.stringify(JSON.parse(text));
        } catch {
          return text;
        }
      };
      return {
        append: (stream, expected, events) =>
          store.append(
            stream,
            expected,
            events.map((event) => ({ ...event, data: anew(event.data) })),
          ),
      };
    },
    'composes characters': (store) => ({
      readStream: async (stream, from) =>
        (await store.readStream(stream, from)).map((event) => ({
          ...event,
          data: event.data.normalize(),
        })),
    }),
    'drops what follows NUL': (store) => ({
      readAll: (after, filter) =>
        altered(store.readAll(after, filter), (event) => [
          { ...event, metadata: event.metadata.replace(/\0.*/s, '') },
        ]),
    }),
  },
  'events of a stream come back in order, without gap': {
    'reads one page': (store) => ({
      readStream: async (stream, from) => (await store.readStream(stream, from)).slice(0, 256),
    }),
    'begins after `from`': (store) => ({
      readStream: async (stream, from) =>
        (await store.readStream(stream, from)).slice(from === undefined ? 0 : 1),
    }),
    'orders revisions as text': (store) => ({
      readStream: async (stream, from) =>
        (await store.readStream(stream, from)).toSorted((one, other) =>
          `${one.revision}` < `${other.revision}` ? -1 : 1,
        ),
    }),
  },
  'positions grow in append order, as text': {
    'writes them without leading zeros': (store) => ({
      async append(stream, expected, events) {
        const { revision, position } = await store.append(stream, expected, events);
        return { revision, position: String(Number(position)) };
      },
    }),
  },
  'readAll gives every event once, in order, up to the end at its start': {
    'goes on to the end of the day': (store) => ({
      async *readAll(after, filter) {
        for (let more = true; more;) {
          more = false;
          for await (const event of store.readAll(after, filter)) {
            yield event;
            after = event.position;
            more = true;
          }
        }
      },
    }),
    'gives the last event of a page again': (store) => ({
      readAll: (after, filter) =>
        altered(store.readAll(after, filter), (event, at) =>
          at % 64 === 63 ? [event, event] : [event],
        ),
    }),
    'loses the last event of a page': (store) => ({
      readAll: (after, filter) =>
        altered(store.readAll(after, filter), (event, at) => (at % 64 === 63 ? [] : [event])),
    }),
    'reads stream by stream': (store) => ({
      async *readAll(after, filter) {
        const events = await Array.fromAsync(store.readAll(after, filter));
        yield* events.toSorted((one, other) => (one.stream < other.stream ? -1 : 1));
      },
    }),
  },
  'readAll begins after the position it is given': {
    'begins at it': (store) => ({
      async *readAll(after, filter) {
        if (after !== 'start')
          for await (const event of store.readAll('start', filter))
            if (event.position === after) yield event;
        yield* store.readAll(after, filter);
      },
    }),
  },
  'a filter lets through the streams that start with one of its prefixes': {
    'looks anywhere in the name': (store) => ({
      readAll: (after, filter) =>
        altered(store.readAll(after), (event) =>
          !filter || filter.streamPrefixes.some((prefix) => event.stream.includes(prefix))
            ? [event]
            : [],
        ),
    }),
    'takes the first prefix only': (store) => ({
      readAll: (after, filter) =>
        store.readAll(after, filter && { streamPrefixes: filter.streamPrefixes.slice(0, 1) }),
    }),
    'takes no prefix for no filter': (store) => ({
      readAll: (after, filter) =>
        store.readAll(after, filter?.streamPrefixes.length === 0 ? undefined : filter),
    }),
  },
  'the end is after all that was appended before, and before all that comes': {
    'is known from a while ago': (store) => {
      const known = store.end();
      return { end: () => known };
    },
    'is the place of the next event': (store) => ({
      async end() {
        const end = await store.end();
        return end === 'start' ? end : String(Number(end) + 1).padStart(end.length, '0');
      },
    }),
  },
  'a subscription hands over from catch-up to live without gap, duplicate or reordering': {
    'listens only once it has read the past': (store) => ({
      subscribeToAll(after, filter, subscriber) {
        let live: { close(): Promise<void> } | undefined;
        const past = (async () => {
          for await (const event of store.readAll(after, filter))
            await subscriber.events([event], event.position);
          await new Promise(setImmediate);
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
