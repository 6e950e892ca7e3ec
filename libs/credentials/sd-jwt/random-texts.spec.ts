import fc from 'fast-check';
import { RandomTexts } from './random-texts.ts';

describe('a table by random texts', () => {
  test('finds what was added, and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), ([absent, ...texts]) => {
        const table = new RandomTexts<number>();
        texts.forEach((text, index) => table.add(text, index));
        expect(texts.map((text) => table.find(text))).toEqual(texts.map((_, index) => index));
        expect(table.find(absent!)).toBeUndefined();
      }),
    );
  });
});
