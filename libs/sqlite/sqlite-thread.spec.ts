import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siblingModule, SqliteThread } from './index.ts';
import type { operations } from './notes.samples.ts';

test('x', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-'));
  const thread = SqliteThread.start();
  const w = await thread.open<typeof operations>(
    join(folder, 'a.db'),
    siblingModule(import.meta.url, 'notes.samples'),
  );
  expect(await Promise.all([w.call('write', 'a'), w.call('write', 'b')])).toEqual([1, 2]);
  expect(w.reader().prepare('SELECT count(*) AS c FROM note').get()).toEqual({ c: 2 });
  await expect(
    thread.open(join(folder, 'a.db'), siblingModule(import.meta.url, 'notes.samples')),
  ).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  await thread.close();
  await rm(folder, { recursive: true });
});
