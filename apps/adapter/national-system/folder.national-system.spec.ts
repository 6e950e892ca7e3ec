import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '#kernel';
import { FolderNationalSystem } from './folder.national-system.ts';

let folder: string;
let system: FolderNationalSystem;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'national-system-'));
  system = new FolderNationalSystem(join(folder, 'KG'));
});
afterEach(() => rm(folder, { recursive: true }));

const record = (id: string) => ({ issuer: 'KG.MOH', id });
const files = async (id: string) =>
  (await readdir(join(folder, 'KG', `KG.MOH_${id}`)).catch(() => [])).sort();

describe('a folder as a national system', () => {
  test('holds each document of a record once, readable by a person', async () => {
    const document = { record: record('a'), claims: { sample: 'yes' } };
    expect(await system.deliver('e1:KG.MOH', document)).toEqual({ outcome: 'DELIVERED' });
    await system.deliver('e1:KG.MOH', { ...document, claims: { sample: 'no' } });
    await system.deliver('e2:KG.MOH', document);
    expect(await files('a')).toEqual(['e1_KG.MOH.json', 'e2_KG.MOH.json']);
    const text = await readFile(join(folder, 'KG', 'KG.MOH_a', 'e1_KG.MOH.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(document);
  });

  test('gives up the records that an erasure names, and no other', async () => {
    for (const id of ['a', 'b', 'c']) await system.deliver(`${id}:KG.MOH`, { record: record(id) });
    const facts = { records: [record('a'), record('c'), record('never-seen')] };
    expect(await system.deliver('e:KG.MOH', { facts })).toEqual({ outcome: 'ERASED' });
    expect([await files('a'), await files('b'), await files('c')]).toEqual([
      [],
      ['b_KG.MOH.json'],
      [],
    ]);
  });

  test.each<[string, JsonObject]>([
    ['of no record', { claims: {} }],
    ['whose record is a path', { record: { issuer: '..', id: '../up' } }],
    ['that erases a path', { facts: { records: [{ issuer: 'KG.MOH', id: '../..' }] } }],
  ])('does not take a document %s', async (_, document) =>
    expect(system.deliver('e:KG.MOH', document)).rejects.toMatchObject({
      code: 'UPSTREAM_REFUSED',
    }),
  );

  test('asks for patience while it cannot be written', async () => {
    await writeFile(join(folder, 'KG'), 'in the way');
    await expect(system.deliver('e:KG.MOH', { record: record('a') })).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });
});
