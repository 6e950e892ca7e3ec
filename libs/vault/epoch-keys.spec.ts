import { link, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EpochKeys } from './epoch-keys.ts';

let folder: string;
let keys: EpochKeys;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epoch-keys-'));
  keys = new EpochKeys(folder, 'vault-1');
  await keys.write(1);
});
afterEach(() => rm(folder, { recursive: true }));

const missing = expect.objectContaining({ code: 'STORE_KEY_MISSING' });

test('a key that is there stays what it is', async () => {
  const { wrapping, blinding } = keys.of(1);
  await keys.write(1);
  const again = new EpochKeys(folder, 'vault-1').of(1);
  expect([again.wrapping.equals(wrapping), again.blinding.equals(blinding)]).toEqual([true, true]);
});

test('each epoch and each use has a key of its own', async () => {
  await keys.write(2);
  const all = [1, 2].flatMap((epoch) => Object.values(keys.of(epoch)));
  const texts = all.map((key) => key.export().toString('hex'));
  expect(new Set(texts).size).toBe(4);
});

test('a key is given as long as it is there', async () => {
  expect(() => keys.of(2)).toThrow(missing);
  await keys.write(2);
  expect(await keys.hasBefore(1)).toBe(false);
  expect(await keys.hasBefore(2)).toBe(true);
  keys.of(1);
  await keys.destroyBefore(2);
  expect(await keys.hasBefore(2)).toBe(false);
  expect(() => keys.of(1)).toThrow(missing);
  expect(await readdir(folder)).toEqual(['vault-1.2.key']);
});

test('a key is overwritten before its name is removed', async () => {
  const secret = await readFile(join(folder, 'vault-1.1.key'));
  await link(join(folder, 'vault-1.1.key'), join(folder, 'same-file'));
  await keys.write(2);
  await keys.destroyBefore(2);
  expect((await readFile(join(folder, 'same-file'))).equals(secret)).toBe(false);
});
