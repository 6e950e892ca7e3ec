import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { countLines, inputsIn, linesOf } from './inputs.ts';
import type { Io } from './io.ts';

const io = {
  stdin: (async function* () {
    yield Buffer.from('from standard input\n');
  })(),
} as unknown as Io; // Only standard input is read.

describe('what is pushed', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'inputs-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function write(name: string, text = '') {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  }
  async function lines(file: string) {
    const found = [];
    for await (const { line, text } of linesOf(file, io)) found.push(`${line} ${text}`);
    return found;
  }

  test('is every file of a folder, by name, but for receipts and what is beneath', async () => {
    for (const name of ['b.ndjson', 'a.json', 'c.jsonl', 'notes.txt', 'b.ndjson.receipts.ndjson'])
      await write(name);
    await mkdir(join(folder, 'd.json'));
    expect((await inputsIn(folder)).map((one) => basename(one))).toEqual([
      'a.json',
      'b.ndjson',
      'c.jsonl',
    ]);
  });

  test('is something: a folder without files is refused', () =>
    expect(inputsIn(folder)).rejects.toThrow('has no files to push'));

  test('is each line of a file, with its number', async () => {
    const file = await write('a.ndjson', '{"a":1}\n\nx\n');
    expect(await lines(file)).toEqual(['1 {"a":1}', '3 x']);
    expect(await countLines(file, io)).toBe(2);
  });

  test('is one document in a .json file, however it is laid out', async () =>
    expect(await lines(await write('a.json', '{\n  "a": 1\n}\n'))).toEqual(['1 {"a":1}']));

  test('is named when it is no document, and not quoted', async () => {
    const file = await write('a.json', '{"familyName":"Примерова"');
    const refusal = await lines(file).catch((error: Error) => error.message);
    expect(refusal).toContain('a.json is not JSON');
    expect(refusal).not.toContain('Примерова');
  });

  test('may come by standard input', async () => {
    expect(await countLines('-', io)).toBeUndefined();
    expect(await lines('-')).toEqual(['1 from standard input']);
  });
});
