import type { RecordedEvent } from '../../event-store.ts';
import { all } from '../given.conformance.ts';
import type { READ_PROMISES } from '../read.conformance.ts';
import type { Faults } from './faulty-store.conformance.ts';

async function* altered(
  events: AsyncIterable<RecordedEvent>,
  wrong: (event: RecordedEvent, index: number) => readonly RecordedEvent[],
): AsyncGenerator<RecordedEvent> {
  let index = 0;
  for await (const event of events) yield* wrong(event, index++);
}

export const READ_FAULTS: Faults<keyof typeof READ_PROMISES> = {
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
        const events = await all(store.readAll(after, filter));
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
};
