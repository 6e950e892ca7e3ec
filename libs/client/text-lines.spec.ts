import * as fc from 'fast-check';
import { textLines } from './text-lines.ts';

const linesOf = (chunks: readonly Uint8Array[]) => Array.fromAsync(textLines(chunks));

describe('the lines of a text', () => {
  test('are the same wherever its chunks are cut, be it within a letter', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'ж', '€', '😀', '"', '\n') })),
        fc.array(fc.nat({ max: 40 })),
        async (parts, cuts) => {
          const text = parts.join('\n');
          const bytes = Buffer.from(text);
          const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
          const chunks = places.slice(1).map((to, at) => bytes.subarray(places[at], to));
          expect(await linesOf(chunks)).toEqual(text.split('\n').filter(Boolean));
        },
      ),
    ));

  test('come as soon as they are whole', async () => {
    const [first, second] = [Buffer.from('one\ntw'), Buffer.from('o\n')];
    const given: string[] = [];
    const lines = textLines(
      (function* () {
        yield first;
        given.push('second chunk');
        yield second;
      })(),
    );
    for await (const line of lines) given.push(line);
    expect(given).toEqual(['one', 'second chunk', 'two']);
  });
});
