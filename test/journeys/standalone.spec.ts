import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from '../stage/built.ts';
import { LOG } from '../stage/built-process.ts';
import { Stage } from '../stage/stage.ts';

const MAIN = built('apps/standalone/main.js');

/** Runs the process until it ends by itself. */
async function run(folder: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN], { cwd: folder, env: environment });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors };
}

describe('the standalone process', () => {
  let stage: Stage;
  beforeAll(async () => (stage = await Stage.start()));
  afterAll(() => stage.close());

  test('founds a federation whose participants the hub knows', async () => {
    const known = await (await fetch(`${stage.origin}/v1/participants/RU.AGENCY1`)).json();
    expect(known).toMatchObject({ id: 'RU.AGENCY1' });
  });

  test('keeps its secrets to its owner', async () => {
    for (const file of ['passphrase', 'relay-secret', join('keys', 'KG', 'root.key')]) {
      const { mode } = await stat(join(stage.folder, 'data', file));
      expect(mode & 0o077).toBe(0);
    }
  });

  test('says who holds the keys', async () =>
    expect(await readFile(join(stage.folder, LOG), 'utf8')).toContain('holds every key'));

  test('stops when it is told to, and is the same hub when it starts again', async () => {
    const before = await (await fetch(`${stage.origin}/v1/trust-list`)).text();
    expect(await stage.process.stop()).toBe(0);
    await stage.restart();
    expect(await (await fetch(`${stage.origin}/v1/trust-list`)).text()).toBe(before);
  });

  test('refuses a second process on its data, with a sentence', async () => {
    const { code, errors } = await run(stage.folder, { PORT: '0', ORIGIN: stage.origin });
    expect(code).toBe(1);
    expect(errors).toContain('STORE_LOCKED: Another process writes to this store.');
    expect(errors).not.toMatch(/\bat .+:\d+:\d+/);
  });
});

describe('a process that cannot start', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'eurasec-start-'))));
  afterAll(() => rm(folder, { recursive: true }));

  test.each<[string, Record<string, string>, string]>([
    ['a bad variable', { PORT: 'eighty' }, 'PORT holds "eighty"; it may hold a whole number'],
    ['a short passphrase', { KEY_PASSPHRASE: 'short' }, 'KEY_PASSPHRASE holds something else'],
    [
      'a margin below twice the age limit',
      { CONTRACT_MARGIN_SECONDS: '5', VIEW_AGE_LIMIT_SECONDS: '3' },
      'no less than twice VIEW_AGE_LIMIT_SECONDS',
    ],
    ['keys without their genesis', { KEYS: '.' }, 'there are keys in "."'],
  ])('says why: %s', async (_, environment, sentence) => {
    const { code, errors } = await run(folder, environment);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors).not.toMatch(/\bat .+:\d+:\d+/);
    expect(await readdir(join(folder, 'data')).catch(() => [])).not.toContain('events.db');
  });
});
