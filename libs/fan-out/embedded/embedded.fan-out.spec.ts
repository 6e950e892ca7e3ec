import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteThread } from '#sqlite';
import { codeOfAsync, until } from '#testing';
import { fanOutConformance } from '../fan-out.conformance.ts';
import type { Message } from '../fan-out.ts';
import { EmbeddedFanOut } from './embedded.fan-out.ts';

const folder = mkdtempSync(join(tmpdir(), 'fan-out-'));
const thread = SqliteThread.start();
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

fanOutConformance('EmbeddedFanOut', {
  open: () => EmbeddedFanOut.open(thread, join(folder, 'fan-out.db'), { firstRest: 20 }),
  forgets: true,
  patience: 5_000,
});

describe('the embedded fan-out', () => {
  const file = join(folder, 'own.db');
  let fanOut: EmbeddedFanOut;
  const options = { keysInHand: 3, busyKeys: 4, firstRest: 20 };
  beforeEach(async () => (fanOut = await EmbeddedFanOut.open(thread, file, options)));
  afterEach(() => fanOut.close());

  const message = (key: string, value = 'sealed'): Message => ({
    authority: 'RU.MOH',
    key,
    event: randomUUID(),
    value,
    laneKey: 'key',
  });
  const fails = async () => {
    throw new Error('not yet');
  };

  test('handles no more keys at once than it may', async () => {
    const messages = Array.from({ length: 30 }, (_, n) => message(`key-${n}`));
    await (await fanOut.lane('A')).publish(messages, '01');
    let running = 0;
    const seen: number[] = [];
    await fanOut.consume('A', 'RU.MOH', async () => {
      seen.push(++running);
      await sleep(1);
      running--;
    });
    await until(() => seen.length === 30);
    expect(Math.max(...seen)).toBe(3);
  });

  test('begins no other key while too many rest', async () => {
    const messages = ['a', 'b', 'c', 'd', 'e'].map((key) => message(key));
    await (await fanOut.lane('B')).publish(messages, '01');
    const tried: string[] = [];
    await fanOut.consume('B', 'RU.MOH', async ({ key }) => {
      tried.push(key);
      if (key === 'a' && tried.length > 10) return;
      await fails();
    });
    await until(() => tried.includes('e'));
    expect(tried.indexOf('e')).toBeGreaterThan(10);
  });

  test('does not try a message again that was forgotten while it rested', async () => {
    const lane = await fanOut.lane('C');
    await lane.publish([message('erased')], '01');
    let tried = 0;
    await fanOut.consume('C', 'RU.MOH', () => (tried++, fails()));
    await until(() => tried === 1);
    await lane.publish([], '02', ['erased']);
    await sleep(100);
    expect(tried).toBe(1);
    expect(await fanOut.waiting('C', 'RU.MOH')).toBe(0);
  });

  test('lets a message finish that was forgotten in its handler', async () => {
    const lane = await fanOut.lane('D');
    await lane.publish([message('erased')], '01');
    const release = Promise.withResolvers<void>();
    const handled: string[] = [];
    await fanOut.consume('D', 'RU.MOH', async ({ key, value }) => {
      handled.push(value);
      if (key === 'erased' && value === 'sealed') await release.promise;
    });
    await until(() => handled.length === 1);
    await lane.publish([message('erased', 'notice')], '02', ['erased']);
    release.resolve();
    await until(() => handled.length === 2);
    expect(handled).toEqual(['sealed', 'notice']);
  });

  test('keeps nothing of a forgotten message in its files', async () => {
    const lane = await fanOut.lane('E');
    const inFiles = () =>
      readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes('canary-value'));
    await lane.publish([message('erased', 'canary-value'.repeat(1_000))], '01');
    expect(inFiles()).toBe(true);
    await lane.publish([], '02', ['erased']);
    expect(inFiles()).toBe(false);
  });

  test('has one consumer for an authority', async () => {
    const first = await fanOut.consume('F', 'RU.MOH', fails);
    const second = () => fanOut.consume('F', 'RU.MOH', fails);
    expect(await codeOfAsync(second)).toBe('STORE_LOCKED');
    await first.close();
    expect(await codeOfAsync(second)).toBeUndefined();
  });
});
