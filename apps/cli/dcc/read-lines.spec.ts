import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allOf } from './dcc.samples.ts';
import { readLines } from './read-lines.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dcc-lines-'))));
afterAll(() => rm(folder, { recursive: true }));

async function linesOf(content: string): Promise<readonly unknown[]> {
  const file = join(folder, 'certificates.ndjson');
  await writeFile(file, content);
  return allOf(readLines(file));
}

describe('a file of certificates', () => {
  test('may hold HC1 texts and JSON, empty lines, either line end, and none at the end', async () =>
    expect(
      await linesOf(
        [
          'HC1:6BF\r',
          '',
          '{"hcert":"HC1:7CG","testContext":{"CERTIFICATE":"MIIB"},"state":"PL"}',
          '{"hcert":"HC1:8DH"}',
        ].join('\n'),
      ),
    ).toStrictEqual([
      { line: 1, hcert: 'HC1:6BF' },
      { line: 3, hcert: 'HC1:7CG', certificate: 'MIIB' },
      { line: 4, hcert: 'HC1:8DH' },
    ]));

  test('may be empty', async () => expect(await linesOf('')).toStrictEqual([]));

  test('names lines that are neither', async () =>
    expect(
      await linesOf('{"hcert":1}\n{"hcert":"a","hcert":"b"}\n{broken\nHC1:6BF\n'),
    ).toStrictEqual([
      { line: 1, flaw: 'LINE_UNREADABLE' },
      { line: 2, flaw: 'LINE_UNREADABLE' },
      { line: 3, flaw: 'LINE_UNREADABLE' },
      { line: 4, hcert: 'HC1:6BF' },
    ]));

  test('is read on behind a line of any length, of which nothing is kept', async () => {
    const longest = 'A'.repeat(64 * 1024);
    const lines = await linesOf(
      [longest, `${longest}A`, 'B'.repeat(1_000_000), 'HC1:6BF'].join('\n'),
    );
    expect(lines).toStrictEqual([
      { line: 1, hcert: longest },
      { line: 2, flaw: 'LINE_TOO_LONG' },
      { line: 3, flaw: 'LINE_TOO_LONG' },
      { line: 4, hcert: 'HC1:6BF' },
    ]);
    expect(await linesOf('B'.repeat(1_000_000))).toStrictEqual([
      { line: 1, flaw: 'LINE_TOO_LONG' },
    ]);
  });

  test('that is not there is the file system’s error', async () =>
    await expect(allOf(readLines(join(folder, 'missing')))).rejects.toMatchObject({
      code: 'ENOENT',
    }));
});
