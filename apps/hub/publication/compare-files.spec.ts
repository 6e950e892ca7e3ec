import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, filesIn, replaceFiles } from './compare-files.ts';

describe('published files', () => {
  const made = new Map([
    ['openapi.json', '{}\n'],
    ['events/Noted.json', '{"title":"Noted"}\n'],
  ]);
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'published-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const differ = async () => differences(await filesIn(folder), made);

  test('are all missing from a folder that is not there', async () => {
    expect(differences(await filesIn(join(folder, 'none')), made)).toEqual([
      { path: 'events/Noted.json', is: 'missing' },
      { path: 'openapi.json', is: 'missing' },
    ]);
  });

  test('are written, and then differ in nothing', async () => {
    await replaceFiles(folder, await filesIn(folder), made);
    expect(await filesIn(folder)).toEqual(made);
    expect(await differ()).toEqual([]);
  });

  test('are told apart when one is stale, missing or superfluous, and put right', async () => {
    await replaceFiles(folder, new Map(), made);
    await writeFile(join(folder, 'openapi.json'), '{} \n');
    await writeFile(join(folder, 'events', 'Gone.json'), '{}\n');
    await rm(join(folder, 'events', 'Noted.json'));
    expect(await differ()).toEqual([
      { path: 'events/Gone.json', is: 'superfluous' },
      { path: 'events/Noted.json', is: 'missing' },
      { path: 'openapi.json', is: 'stale' },
    ]);
    await replaceFiles(folder, await filesIn(folder), made);
    expect(await differ()).toEqual([]);
  });

  test('leave the page for people alone', async () => {
    await writeFile(join(folder, 'README.md'), 'By hand.\n');
    await replaceFiles(folder, await filesIn(folder), made);
    expect(await differ()).toEqual([]);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('By hand.\n');
  });
});
