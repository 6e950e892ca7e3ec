import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFolder } from '#client';
import { generateKey } from '#signing';
import { countriesHere } from './countries-here.ts';

test('a country is served where an authority’s messages can be opened, not where its status lists are signed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const keys = new KeyFolder(folder, 'correct horse battery staple');
  await keys.save(generateKey('KG.MOH', 'status'));
  await keys.save(generateKey('RU.MOH', 'encryption'));
  expect(countriesHere(keys).map(({ state }) => state)).toEqual(['RU']);
  await rm(folder, { recursive: true });
});
