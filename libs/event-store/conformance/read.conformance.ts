import type { EventToAppend } from '../event-store.ts';
import { all, idsOf, newKind, newStream, note, notes, type Given } from './given.conformance.ts';

/** Texts that a store which re-reads, trims or transcodes them would change. */
const AWKWARD = [
  '{ "b" : 1.0,\t"a":1e400 , "b":2}',
  '"\\u0041\\/ \u2028\u00e9 e\u0301 \ud83e\uddec Төлөгөн"',
  '\u0000 \ufeff\r\n',
  '',
];

export const READ_PROMISES = {
  async 'texts come back byte for byte'({ store }: Given) {
    const kind = newKind();
    const stream = newStream(kind);
    const before = await store.end();
    const events = AWKWARD.map((data, index): EventToAppend => ({
      ...note(index),
      data,
      metadata: AWKWARD.at(-1 - index) ?? '',
    }));
    await store.append(stream, 'none', events);
    const parts = (list: readonly EventToAppend[]) =>
      list.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }));
    expect(parts(await store.readStream(stream))).toEqual(parts(events));
    const found = await all(store.readAll(before, { streamPrefixes: [kind] }));
    expect(parts(found)).toEqual(parts(events));
  },

  async 'events of a stream come back in order, without gap'({ store }: Given) {
    const stream = newStream();
    const events = notes(300);
    for (let at = 0; at < 300; at += 50)
      await store.append(stream, at === 0 ? 'none' : at - 1, events.slice(at, at + 50));
    const read = await store.readStream(stream);
    expect(idsOf(read)).toEqual(idsOf(events));
    expect(read.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
    expect(new Set(read.map((event) => event.stream))).toEqual(new Set([stream]));
    expect(idsOf(await store.readStream(stream, 120))).toEqual(idsOf(events.slice(120)));
    expect(await store.readStream(stream, 300)).toEqual([]);
  },

  async 'positions grow in append order, as text'({ another }: Given) {
    const store = await another();
    const positions: string[] = [];
    for (const event of notes(120))
      positions.push((await store.append(newStream(), 'none', [event])).position);
    // Enough of them that a number without leading zeros would gain a digit.
    expect(positions).toEqual(positions.toSorted());
    expect(new Set(positions).size).toBe(120);
    await store.close();
  },

  async 'readAll gives every event once, in order, up to the end at its start'({ store }: Given) {
    const kind = newKind();
    const before = await store.end();
    const events = notes(300);
    for (let at = 0; at < 300; at += 3)
      await store.append(newStream(kind), 'none', events.slice(at, at + 3));
    const reading = store.readAll(before, { streamPrefixes: [kind] });
    await store.append(newStream(kind), 'none', notes(1));
    const read = [];
    for await (const event of reading) {
      if (read.length === 0) await store.append(newStream(kind), 'none', notes(1));
      read.push(event);
    }
    expect(idsOf(read)).toEqual(idsOf(events));
    const positions = read.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted());
  },

  async 'readAll begins after the position it is given'({ store }: Given) {
    const stream = newStream();
    const events = notes(5);
    await store.append(stream, 'none', events);
    const read = await store.readStream(stream);
    for (const [index, { position }] of read.entries()) {
      const rest = (await all(store.readAll(position))).filter((event) => event.stream === stream);
      expect(idsOf(rest)).toEqual(idsOf(events.slice(index + 1)));
    }
  },

  async 'a filter lets through the streams that start with one of its prefixes'({ store }: Given) {
    const [first, second, other] = [newKind(), newKind(), newKind()];
    const before = await store.end();
    const wanted: string[] = [];
    for (let round = 0; round < 40; round++)
      for (const kind of [other, first, `x${first}`, second, other, other, other]) {
        const event = note(round);
        await store.append(newStream(kind), 'none', [event]);
        if (kind === first || kind === second) wanted.push(event.id);
      }
    const found = (streamPrefixes: string[]) => all(store.readAll(before, { streamPrefixes }));
    expect(idsOf(await found([second, first]))).toEqual(wanted);
    expect(await found([newKind()])).toEqual([]);
    expect(await found([])).toEqual([]);
  },

  async 'the end is after all that was appended before, and before all that comes'({
    store,
  }: Given) {
    const stream = newStream();
    const [first, second] = notes(2) as [EventToAppend, EventToAppend];
    const { position: earlier } = await store.append(stream, 'none', [first]);
    const end = await store.end();
    const { position: later } = await store.append(stream, 0, [second]);
    expect([earlier, end, later].toSorted()).toEqual([earlier, end, later]);
    expect(end).not.toBe(later);
    const after = (await all(store.readAll(end))).filter((event) => event.stream === stream);
    expect(idsOf(after)).toEqual([second.id]);
  },
};
