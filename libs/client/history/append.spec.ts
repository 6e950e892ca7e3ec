import { isSame } from './append.ts';

describe('two values', () => {
  test.each<[unknown, unknown]>([
    [1, 1],
    [null, null],
    ['a', 'a'],
    [
      [1, ['a']],
      [1, ['a']],
    ],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [undefined, undefined],
  ])('have the same JSON: %j and %j', (one, other) => {
    expect(isSame(one, other)).toBe(true);
    expect(isSame(other, one)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    [1, '1'],
    [1, 2],
    [null, {}],
    [null, undefined],
    [undefined, []],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ 0: 1 }, [1]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [
      { a: undefined, b: 1 },
      { a: 1, b: undefined },
    ],
    [{ toString: 1 }, {}],
  ])('have another: %j and %j', (one, other) => {
    expect(isSame(one, other)).toBe(false);
    expect(isSame(other, one)).toBe(false);
  });
});
