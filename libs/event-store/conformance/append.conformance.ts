import { setImmediate as nextTurn } from 'node:timers/promises';
import { ConcurrentWrite } from '#kernel';
import type { ExpectedRevision } from '../event-store.ts';
import { all, idsOf, newStream, note, notes, soon, type Given } from './given.conformance.ts';

export const APPEND_PROMISES = {
  async 'an unknown stream reads as empty'({ store }: Given) {
    await expect(store.readStream(newStream())).resolves.toEqual([]);
  },

  async 'nobody sees part of an append'({ store }: Given) {
    const stream = newStream();
    const seen = new Set<number>();
    let done = false;
    const append = store.append(stream, 'none', notes(40)).finally(() => (done = true));
    while (!done) {
      seen.add((await store.readStream(stream)).length);
      await nextTurn();
    }
    await append;
    seen.add((await store.readStream(stream)).length);
    expect([...seen].filter((count) => count !== 0)).toEqual([40]);
  },

  async 'an acknowledged append survives the kill of its process'({ appendAndDie }: Given) {
    const stream = newStream();
    const events = notes(3);
    const left = await appendAndDie(stream, events);
    expect(idsOf(await left.readStream(stream))).toEqual(idsOf(events));
    await left.close();
  },

  async 'a stale expected revision is refused and writes nothing'({ store }: Given) {
    const stream = newStream();
    const absent = newStream();
    const events = notes(3);
    await store.append(stream, 'none', events);
    const refused = (name: string, expected: ExpectedRevision) =>
      expect(store.append(name, expected, notes(2))).rejects.toThrow(ConcurrentWrite);
    await refused(stream, 'none');
    await refused(stream, 0);
    await refused(stream, 3);
    await refused(absent, 0);
    expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
    expect(await store.readStream(absent)).toEqual([]);
  },

  async 'of writers at one revision exactly one wins'({ store }: Given) {
    const stream = newStream();
    await store.append(stream, 'none', [note('first')]);
    const rivals = notes(8);
    const outcomes = await Promise.allSettled(
      rivals.map((event) => store.append(stream, 0, [event])),
    );
    const winners = rivals.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(idsOf(await store.readStream(stream)).slice(1)).toEqual(idsOf(winners));
  },

  async 'an append repeated with the same ids is answered like the first'({ store }: Given) {
    const stream = newStream();
    const [first, second, third] = [notes(2), notes(2), notes(1)];
    const answers = [
      await store.append(stream, 'none', first),
      await store.append(stream, 1, second),
      await store.append(stream, 3, third),
    ];
    const again = (expected: ExpectedRevision, events: typeof first) =>
      expect(store.append(stream, expected, events));
    await again('none', first).resolves.toEqual(answers[0]);
    await again(1, second).resolves.toEqual(answers[1]);
    await again(3, third).resolves.toEqual(answers[2]);
    // Neither other events, nor the same ones at another revision, nor only some the same, are a repetition.
    await again('none', notes(2)).rejects.toThrow(ConcurrentWrite);
    await again('none', second).rejects.toThrow(ConcurrentWrite);
    await again(1, [...second.slice(0, 1), note('other')]).rejects.toThrow(ConcurrentWrite);
    await again(3, [...third, note('more')]).rejects.toThrow(ConcurrentWrite);
    const written = idsOf([...first, ...second, ...third]);
    expect(idsOf(await store.readStream(stream))).toEqual(written);
  },

  async 'an append says where it left the stream'({ store }: Given) {
    const stream = newStream();
    const first = await store.append(stream, 'none', notes(3));
    const second = await store.append(stream, 2, notes(2));
    const events = await store.readStream(stream);
    const places = [events[2], events[4]].map((event) => ({
      revision: event?.revision,
      position: event?.position,
    }));
    expect([first, second]).toEqual(places);
    expect([first.revision, second.revision]).toEqual([2, 4]);
  },

  async 'close finishes what was begun'({ another, patience }: Given) {
    const store = await another();
    const stream = newStream();
    const begun = store.append(stream, 'none', notes(2));
    const closed = soon(store.close(), patience, 'closed');
    expect(await Promise.allSettled([begun, closed])).toMatchObject([
      { status: 'fulfilled', value: { revision: 1 } },
      { status: 'fulfilled' },
    ]);
    const calls: (() => Promise<unknown>)[] = [
      () => store.append(stream, 1, notes(1)),
      () => store.readStream(stream),
      () => all(store.readAll('start')),
      () => store.end(),
    ];
    for (const call of calls)
      await expect(Promise.resolve().then(call)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
      });
  },
};
