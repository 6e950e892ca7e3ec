import { setTimeout as pause } from 'node:timers/promises';
import type { Subscriber } from '#event-store';
import { StoreError } from '#kernel';
import { temporaryStore, until, type TemporaryStore } from '#testing';
import { follow, type Following } from './follow.ts';
import type { Followed } from './follower.ts';
import { note, numbers } from './notes.samples.ts';

describe('a view that follows the store', () => {
  let temporary: TemporaryStore;
  let following: Following<unknown> | undefined;
  const kept = <State>(view: Following<State>): Following<State> => (following = view);

  beforeEach(async () => (temporary = await temporaryStore()));
  afterEach(async () => {
    await following?.close();
    await temporary.close();
  });

  test('begins with what is there, and goes on with what comes', async () => {
    const { store } = temporary;
    for (const number of [1, 2]) await note(store, number);
    const view = kept(follow(store, numbers));
    expect([view.state, view.position]).toEqual([[], 'start']);
    await view.caughtUp;
    expect(view.state).toEqual([1, 2]);
    const position = await note(store, 3);
    await view.waitFor(position);
    expect([view.state, view.position]).toEqual([[1, 2, 3], position]);
  });

  test('is caught up in an empty store', async () => {
    const view = kept(follow(temporary.store, numbers));
    await view.caughtUp;
    expect(view.state).toEqual([]);
  });

  test('lets its reader wait for a position, also one of a stream that it does not read', async () => {
    const { store } = temporary;
    const view = kept(follow(store, numbers));
    const position = await note(store, 1, { kind: 'other-' });
    await view.waitFor(position);
    expect([view.state, view.position]).toEqual([[], position]);
    await expect(view.waitFor('9'.repeat(position.length), 20)).rejects.toMatchObject({
      code: 'STORE_BEHIND',
    });
  });

  test('tells all who wait when it fails, and stays as it was', async () => {
    const { store } = temporary;
    const mistake = new Error('a mistake of ours');
    const evolve = (known: readonly number[], event: Parameters<typeof numbers.evolve>[1]) => {
      if (known.length === 1) throw mistake;
      return numbers.evolve(known, event);
    };
    const view = kept(follow(store, { ...numbers, evolve }));
    await view.caughtUp;
    await view.waitFor(await note(store, 1));
    const position = await note(store, 2);
    await expect(view.waitFor(position)).rejects.toBe(mistake);
    await expect(view.waitFor(position)).rejects.toBe(mistake);
    expect(view.state).toEqual([1]);
  });

  test('never catches up if it fails before', async () => {
    const mistake = new Error('a mistake of ours');
    await note(temporary.store, 1);
    const evolve = () => {
      throw mistake;
    };
    const view = kept(follow(temporary.store, { ...numbers, evolve }));
    await expect(view.caughtUp).rejects.toBe(mistake);
  });

  test('sends those who wait away when it is closed', async () => {
    const view = follow(temporary.store, numbers);
    await view.caughtUp;
    const waiting = view.waitFor('9'.repeat(16));
    const refused = expect(waiting).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await view.close();
    await refused;
    await note(temporary.store, 1);
    await pause(20);
    expect(view.state).toEqual([]);
  });

  describe('knows its age:', () => {
    let now: number;
    const options = { askEvery: 5, now: () => now };
    beforeEach(() => (now = 1_000));

    test('unknown before it has stood at the end', () => {
      const view = kept(follow(temporary.store, numbers, options));
      expect(view.age).toBe(Infinity);
    });

    test('the seconds since it stood there, as long as nothing is heard of the end', async () => {
      const { store } = temporary;
      const silent: Followed = {
        subscribeToAll: store.subscribeToAll.bind(store),
        end: () => Promise.reject(new StoreError('STORE_UNAVAILABLE', 'away')),
      };
      const view = kept(follow(silent, numbers, options));
      await view.caughtUp;
      expect(view.age).toBe(0);
      now += 2_500;
      await pause(20);
      expect(view.age).toBe(2.5);
    });

    test('the seconds since it stood there, while the end is ahead of it', async () => {
      const { store } = temporary;
      const ahead: Followed = {
        subscribeToAll: store.subscribeToAll.bind(store),
        end: () => Promise.resolve('9'.repeat(16)),
      };
      const view = kept(follow(ahead, numbers, options));
      await view.caughtUp;
      now += 4_000;
      await pause(20);
      expect(view.age).toBe(4);
    });

    test('the seconds since it held all that the store held, though the end always moves on', async () => {
      let end = 1;
      const place = (n: number) => String(n).padStart(16, '0');
      const ended = Promise.withResolvers<void>();
      let subscriber: Subscriber | undefined;
      const busy: Followed = {
        subscribeToAll: (_after, _filter, given) => {
          subscriber = given;
          return { close: async () => undefined };
        },
        end: async () => {
          ended.resolve();
          return place(end);
        },
      };
      const view = kept(follow(busy, numbers, options));
      await ended.promise;
      await pause(0);
      end = 2;
      now += 3_000;
      await subscriber!.events([], place(1));
      expect(view.age).toBe(3);
    });

    test('none while it stands at the end, though nothing comes', async () => {
      await note(temporary.store, 1);
      const view = kept(follow(temporary.store, numbers, options));
      await view.caughtUp;
      now += 60_000;
      await until(() => view.age === 0);
    });

    test('none in an empty store', async () => {
      const view = kept(follow(temporary.store, numbers, options));
      await view.caughtUp;
      now += 60_000;
      await until(() => view.age === 0);
    });
  });
});
