import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { all, idsOf, newKind, newStream, note, notes } from '../conformance/given.conformance.ts';
import { Listener } from '../conformance/listener.conformance.ts';
import { eventStoreConformance } from '../event-store.conformance.ts';
import { eventStoreDbGiven } from './given.conformance.ts';

// Against any server, a real one included, that others may use: nothing here looks at other streams than its own.

eventStoreConformance('EventStoreDbEventStore', () => eventStoreDbGiven());

const linkTo = (target: string) => binaryEvent({ type: '$>', data: Buffer.from(target) });

describe('EventStoreDbEventStore', () => {
  let given: Awaited<ReturnType<typeof eventStoreDbGiven>>;
  /** Does to the server what only its operator would. */
  let operator: EventStoreDBClient;
  beforeAll(async () => {
    given = await eventStoreDbGiven();
    operator = EventStoreDBClient.connectionString(given.url);
  });
  afterAll(async () => {
    await operator.dispose();
    await given.close();
  });

  /** What is read of the streams of a kind, and what a subscription to them hears, from `before` on. */
  async function seen(kind: string, before: string, wanted: number) {
    const filter = { streamPrefixes: [kind] };
    const listener = new Listener(given, before, filter);
    await listener.until('all heard', () => listener.heard.length >= wanted);
    await listener.until('caught up', () =>
      listener.caughtUps.some(({ heard }) => heard >= wanted),
    );
    await listener.close();
    const read = idsOf(await all(given.store.readAll(before, filter)));
    expect(listener.ids).toEqual(read);
    return read;
  }

  test('leaves out links, whose targets are read where they stand', async () => {
    const { store } = given;
    const kind = newKind();
    const [stream, links] = [newStream(kind), newStream(kind)];
    const before = await store.end();
    const events = notes(2);
    await store.append(stream, 'none', events);
    await operator.appendToStream(links, linkTo(`0@${stream}`));
    await operator.appendToStream(links, linkTo('0@nowhere'));
    const [last] = notes(1);
    await store.append(stream, 1, [last!]);
    expect(await seen(kind, before, 3)).toEqual(idsOf([...events, last!]));
    expect(await store.readStream(links)).toEqual([]);
  });

  test('leaves out what the server writes about a stream', async () => {
    const { store } = given;
    const kind = newKind();
    const stream = newStream(kind);
    const before = await store.end();
    const events = notes(2);
    await store.append(stream, 'none', events.slice(0, 1));
    await operator.setStreamMetadata(stream, { cacheControl: 60 });
    await store.append(stream, 0, events.slice(1));
    await operator.setStreamMetadata(stream, { cacheControl: 90 });
    const { position } = (await store.readStream(stream)).at(-1)!;
    expect((await store.end()) >= position).toBe(true);
    expect(await seen(kind, before, 2)).toEqual(idsOf(events));
  });

  test('reads a stream that was deleted as empty, and the others as they are', async () => {
    const { store } = given;
    const kind = newKind();
    const [deleted, gone, kept] = [newStream(kind), newStream(kind), newStream(kind)];
    const before = await store.end();
    for (const stream of [deleted, gone]) await store.append(stream, 'none', notes(2));
    await operator.deleteStream(deleted);
    await operator.tombstoneStream(gone);
    const events = notes(2);
    await store.append(kept, 'none', events);
    expect(await store.readStream(deleted)).toEqual([]);
    expect(await store.readStream(gone)).toEqual([]);
    // Until it is scavenged, the log still has what a deleted stream held.
    expect((await seen(kind, before, 2)).slice(-2)).toEqual(idsOf(events));
    await expect(store.append(gone, 1, notes(1))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('keeps events of the size of a large record', async () => {
    const { store } = given;
    const stream = newStream();
    const events = Array.from({ length: 20 }, () => note('Төлөгөн '.repeat(2_500)));
    await store.append(stream, 'none', events);
    expect((await store.readStream(stream)).map(({ data }) => data)).toEqual(
      events.map(({ data }) => data),
    );
  });

  test('takes an append that it has, sent again long after', async () => {
    const { store } = given;
    const stream = newStream();
    const first = notes(2);
    const answer = await store.append(stream, 'none', first);
    for (let at = 1; at < 300; at += 50) await store.append(stream, at, notes(50));
    const another = await given.another();
    await expect(another.append(stream, 'none', first)).resolves.toEqual(answer);
    await another.close();
  });

  test.each(['5', '', 'g'.repeat(32), 'f'.repeat(32), `${'0'.repeat(31)} `])(
    'refuses a position that it cannot have given: %p',
    (position) => {
      const refusal = expect.objectContaining({ code: 'WIRE_SCHEMA_MISMATCH' });
      expect(() => given.store.readAll(position)).toThrow(refusal);
      const subscriber = { events: () => undefined, failed: () => undefined };
      expect(() => given.store.subscribeToAll(position, undefined, subscriber)).toThrow(refusal);
    },
  );
});
