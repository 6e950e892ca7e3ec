import { randomUUID } from 'node:crypto';
import { ConcurrentWrite } from '#kernel';
import type { EventStore, ExpectedRevision } from '../../event-store.ts';
import type { APPEND_PROMISES } from '../append.conformance.ts';
import type { Faults } from './faulty-store.conformance.ts';

const lastOf = async (store: EventStore, stream: string): Promise<ExpectedRevision> =>
  (await store.readStream(stream)).at(-1)?.revision ?? 'none';

/** The promise that only the end of a process can break: its fault is in how the process ends. */
export type BrokenByDying = 'an acknowledged append survives the kill of its process';

export const APPEND_FAULTS: Faults<Exclude<keyof typeof APPEND_PROMISES, BrokenByDying>> = {
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
};
