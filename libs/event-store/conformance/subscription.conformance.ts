import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { idsOf, newKind, newStream, notes, type Given } from './given.conformance.ts';
import { Listener } from './listener.conformance.ts';

/** Milliseconds in which a call that must not come would have come. */
const A_WHILE = 50;

export const SUBSCRIPTION_PROMISES = {
  async 'a subscription hands over from catch-up to live without gap, duplicate or reordering'(
    given: Given,
  ) {
    const { store } = given;
    const kind = newKind();
    const before = await store.end();
    const written: string[] = [];
    const listeners: { readonly listener: Listener; readonly missed: number }[] = [];
    let position = before;
    for (let round = 0; round < 60; round++) {
      const events = notes(1 + (round % 3));
      const append = store.append(newStream(kind), 'none', events);
      // Some subscribe from the beginning, some from the end, while an append is under way.
      const from =
        round % 2 === 0 ? { at: before, missed: 0 } : { at: position, missed: written.length };
      const listener = new Listener(given, from.at, { streamPrefixes: [kind] });
      listeners.push({ listener, missed: from.missed });
      if (round % 5 === 0) await nextTurn();
      ({ position } = await append);
      written.push(...idsOf(events));
    }
    for (const { listener, missed } of listeners) {
      const wanted = written.slice(missed);
      await listener.until('all heard', () => listener.heard.length >= wanted.length);
      expect(listener.ids).toEqual(wanted);
    }
    for (const { listener } of listeners) await listener.close();
  },

  async 'a subscription from the start hears the whole store'(given: Given) {
    const store = await given.another();
    const events = notes(5);
    const early = await store.append(newStream(), 'none', events.slice(0, 3));
    const listener = new Listener({ ...given, store }, 'start', undefined);
    await store.append(newStream(), 'none', events.slice(3));
    const mine = () => listener.ids.filter((id) => idsOf(events).includes(id));
    await listener.until('all heard', () => mine().length >= 5);
    expect(mine()).toEqual(idsOf(events));
    expect(listener.calls.some(({ upTo }) => upTo >= early.position)).toBe(true);
    await listener.close();
    await store.close();
  },

  async 'a subscription says when it has caught up, and not before'(given: Given) {
    const { store } = given;
    const kind = newKind();
    const before = await store.end();
    for (let round = 0; round < 100; round++) await store.append(newStream(kind), 'none', notes(2));
    const end = await store.end();
    const listener = new Listener(given, before, { streamPrefixes: [kind] }, () => pause(1));
    await listener.until('caught up', () => listener.caughtUps.length > 0);
    expect(listener.caughtUps[0]?.heard).toBe(200);
    expect([end, listener.caughtUps[0]?.at].toSorted()).toEqual([end, listener.caughtUps[0]?.at]);
    await listener.close();
  },

  async 'upTo and caughtUp move on past events that the filter keeps out'(given: Given) {
    const { store } = given;
    const listener = new Listener(given, await store.end(), { streamPrefixes: [newKind()] });
    const { position } = await store.append(newStream(), 'none', notes(1));
    await listener.until('moved on', () => listener.caughtUps.some(({ at }) => at >= position));
    expect(listener.calls.every(({ events }) => events.length === 0)).toBe(true);
    expect(listener.calls.some(({ upTo }) => upTo >= position)).toBe(true);
    await listener.close();
  },

  async 'everything up to upTo has been given'(given: Given) {
    const { store } = given;
    const kind = newKind();
    const before = await store.end();
    const listener = new Listener(given, before, { streamPrefixes: [kind] });
    for (let round = 0; round < 50; round++)
      await store.append(newStream(round % 3 === 0 ? kind : newKind()), 'none', notes(4));
    const wanted = 17 * 4;
    await listener.until('all heard', () => listener.heard.length >= wanted);
    const { calls, heard } = listener;
    const marks = calls.map(({ upTo }) => upTo);
    expect(marks).toEqual(marks.toSorted());
    for (const [index, { upTo }] of calls.entries()) {
      const given = calls.slice(0, index + 1).flatMap(({ events }) => idsOf(events));
      const due = heard.filter(({ position }) => position <= upTo);
      expect(given).toEqual(idsOf(due));
    }
    await listener.close();
  },

  async 'calls to a subscriber never overlap'(given: Given) {
    const { store } = given;
    const kind = newKind();
    let running = 0;
    let most = 0;
    const listener = new Listener(
      given,
      await store.end(),
      { streamPrefixes: [kind] },
      async () => {
        most = Math.max(most, ++running);
        await pause(2);
        running--;
      },
    );
    for (let round = 0; round < 20; round++) {
      await store.append(newStream(kind), 'none', notes(1));
      await nextTurn();
    }
    await listener.until('all heard', () => listener.heard.length >= 20);
    expect(most).toBe(1);
    await listener.close();
  },

  async 'a subscriber that throws stops its subscription before that batch'(given: Given) {
    const { store } = given;
    const kind = newKind();
    const before = await store.end();
    const events = notes(3);
    for (const event of events) await store.append(newStream(kind), 'none', [event]);
    const poison = new Error('cannot take it');
    let refused = 0;
    const listener = new Listener(given, before, { streamPrefixes: [kind] }, () => {
      refused++;
      throw poison;
    });
    await listener.until('failed', () => listener.failures.length > 0);
    await store.append(newStream(kind), 'none', notes(1));
    await pause(A_WHILE);
    expect(listener.failures).toEqual([poison]);
    expect(refused).toBe(1);
    expect(listener.caughtUps).toEqual([]);
    await listener.close();
  },

  async 'nobody is called after close'(given: Given) {
    const { store } = given;
    const kind = newKind();
    const before = await store.end();
    await store.append(newStream(kind), 'none', notes(1));
    const listener = new Listener(given, before, { streamPrefixes: [kind] }, () => pause(5));
    await listener.until('called', () => listener.calls.length > 0);
    await listener.close();
    const told = () => [listener.heard.length, listener.calls.length, listener.caughtUps.length];
    const then = told();
    expect(listener.heard.length).toBe(listener.calls.flatMap(({ events }) => events).length);
    await store.append(newStream(kind), 'none', notes(1));
    await pause(A_WHILE);
    expect(told()).toEqual(then);
  },
};
