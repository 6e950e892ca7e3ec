import * as fc from 'fast-check';
import { Runs, type Place } from './runs.ts';

const placeOf = (leaf: number): Place => ({
  ...{ position: String(leaf), id: `event ${leaf}`, stream: 'note-1', revision: leaf, type: 'N' },
});

function runsOf(leaves: readonly number[]): Runs {
  const runs = new Runs();
  for (const leaf of leaves) runs.take(leaf, placeOf(leaf));
  return runs;
}
const moved = (leaves: readonly number[]) =>
  runsOf(leaves)
    .moved()
    .map(({ from, to }) => [from, to]);
const gaps = (leaves: readonly number[], size: number) =>
  runsOf(leaves)
    .gaps(size)
    .map(({ from, to, after }) => [from, to, after?.position]);

describe('the leaves of a log, as they stand in a store,', () => {
  test('are one run where nothing was changed', () => {
    expect(moved([0, 1, 2, 3])).toEqual([]);
    expect(gaps([0, 1, 2, 3], 4)).toEqual([]);
    expect(runsOf([0, 1]).next).toBe(2);
  });

  test('show what was moved, and nothing else', () => {
    expect(moved([0, 3, 1, 2, 4])).toEqual([[3, 3]]);
    expect(moved([0, 1, 5, 6, 2, 3, 4, 7])).toEqual([[5, 6]]);
    expect(moved([1, 0])).toHaveLength(1);
    expect(moved([0, 1, 1, 2])).toHaveLength(1);
  });

  test('show what is missing, and after what', () => {
    expect(gaps([1, 2, 5], 8)).toEqual([
      [0, 0, undefined],
      [3, 4, '2'],
      [6, 7, '5'],
    ]);
    expect(gaps([], 3)).toEqual([[0, 2, undefined]]);
  });

  test('are missing or moved wherever they are not all there in order', () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 16 }), (leaves) => {
        const isWhole = leaves.length === 13 && leaves.every((leaf, at) => leaf === at);
        expect(moved(leaves).length + gaps(leaves, 13).length === 0).toBe(isWhole);
        const missing = gaps(leaves, 13).flatMap(([from, to]) =>
          Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at),
        );
        const all = Array.from({ length: 13 }, (_, leaf) => leaf);
        expect(missing).toEqual(all.filter((leaf) => !leaves.includes(leaf)));
      }),
    ));
});
