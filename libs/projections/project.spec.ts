import { temporaryStore, type TemporaryStore } from '#testing';
import { note, numbers, second } from './notes.samples.ts';
import { project } from './project.ts';

describe('a projection', () => {
  let temporary: TemporaryStore;
  beforeEach(async () => (temporary = await temporaryStore()));
  afterEach(() => temporary.close());

  test('of an empty store is the initial state', async () => {
    expect(await project(temporary.store, numbers)).toEqual([]);
  });

  test('folds the events of its streams from position zero, in order', async () => {
    for (const number of [1, 2, 3]) await note(temporary.store, number);
    await note(temporary.store, 99, { kind: 'other-' });
    expect(await project(temporary.store, numbers)).toEqual([1, 2, 3]);
  });

  test('as of a moment takes what was recorded by then, wherever it stands', async () => {
    for (const [number, seconds] of [
      [1, 10],
      [2, 30],
      [3, 20],
      [4, 40],
    ] as const)
      await note(temporary.store, number, { at: second(seconds) });
    const known = (seconds: number) =>
      project(temporary.store, numbers, { knownAt: second(seconds) });
    expect(await known(9)).toEqual([]);
    expect(await known(10)).toEqual([1]);
    expect(await known(20)).toEqual([1, 3]);
    expect(await known(30)).toEqual([1, 2, 3]);
    expect(await known(59)).toEqual([1, 2, 3, 4]);
  });

  test('up to a position takes what stands there and before', async () => {
    const positions = [];
    for (const number of [1, 2, 3]) positions.push(await note(temporary.store, number));
    expect(await project(temporary.store, numbers, { upTo: positions[1]! })).toEqual([1, 2]);
  });
});
