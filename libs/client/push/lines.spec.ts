import { inputLines } from './lines.ts';

const chunks = async function* (...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
};

async function read(limit: number, ...texts: readonly string[]) {
  const lines = [];
  for await (const line of inputLines(chunks(...texts), limit)) lines.push(line);
  return lines;
}

describe('the lines of an input', () => {
  test('are numbered from 1, blank ones counted and passed over', async () =>
    expect(await read(10, 'a\n\n \r\nb\r\n')).toEqual([
      { line: 1, text: 'a' },
      { line: 4, text: 'b' },
    ]));

  test('are whole, wherever the input was cut, within a character too', async () => {
    const bytes = Buffer.from('первая\nвторая');
    const cut = async function* () {
      for (const byte of bytes) yield Buffer.of(byte);
    };
    const lines = [];
    for await (const { text } of inputLines(cut(), 100)) lines.push(text);
    expect(lines).toEqual(['первая', 'вторая']);
  });

  test('may end without an end', async () =>
    expect(await read(10, 'a\nb', 'c')).toEqual([
      { line: 1, text: 'a' },
      { line: 2, text: 'bc' },
    ]));

  test('too long are known as such, and the next one is whole', async () =>
    expect(await read(4, '1234\n12', '345\n', '1\n')).toEqual([
      { line: 1, text: '1234' },
      { line: 2, text: null },
      { line: 3, text: '1' },
    ]));

  test('of nothing are none', async () => expect(await read(4)).toEqual([]));
});
