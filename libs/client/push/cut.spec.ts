import { cut, type Cut } from './cut.ts';

async function portions(limits: Cut, ...texts: readonly (string | null)[]) {
  const found: (string | null)[][] = [];
  const lines = texts.map((text, index) => ({ line: index + 1, text }));
  for await (const portion of cut(lines, limits)) found.push(portion.map(({ text }) => text));
  return found;
}

describe('an input is cut', () => {
  test('after so many lines', async () =>
    expect(await portions({ lines: 2, bytes: 100 }, 'a', 'b', 'c')).toEqual([['a', 'b'], ['c']]));

  test('before so many bytes, ends of lines included', async () =>
    expect(await portions({ lines: 9, bytes: 6 }, 'aa', 'bb', 'cc')).toEqual([
      ['aa', 'bb'],
      ['cc'],
    ]));

  test('by bytes, not by characters', async () =>
    expect(await portions({ lines: 9, bytes: 6 }, 'яя', 'b')).toEqual([['яя'], ['b']]));

  test('with a line that alone is too long in a portion of its own', async () =>
    expect(await portions({ lines: 9, bytes: 3 }, 'aaaa', 'b')).toEqual([['aaaa'], ['b']]));

  test('into nothing if it is nothing', async () =>
    expect(await portions({ lines: 9, bytes: 3 })).toEqual([]));
});
