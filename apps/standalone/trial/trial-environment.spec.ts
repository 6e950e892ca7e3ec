import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trialEnvironment } from './trial-environment.ts';

describe('the environment of a hub to try out', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'trial-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const of = (given: Record<string, string>) =>
    trialEnvironment({ GENESIS: join(folder, 'genesis.json'), ...given });

  test('calls it what it listens on, and draws its secrets once', async () => {
    const [first, again] = [await of({ PORT: '8081' }), await of({ PORT: '8081' })];
    expect(first['ORIGIN']).toBe('http://127.0.0.1:8081');
    expect(again).toEqual(first);
  });

  test('is refused where nobody can know what to call it', async () => {
    await expect(of({ PORT: '0' })).rejects.toThrow(/PORT holds "0".*set ORIGIN/);
    const named = await of({ PORT: '0', ORIGIN: 'https://hub.example' });
    expect(named['ORIGIN']).toBe('https://hub.example');
  });
});
