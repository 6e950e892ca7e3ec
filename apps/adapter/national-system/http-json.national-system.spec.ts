import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOfAsync, TestNationalSystem } from '#testing';
import { HttpJsonNationalSystem } from './http-json.national-system.ts';

const folder = mkdtempSync(join(tmpdir(), 'national-'));
const effects = join(folder, 'effects');
let server: TestNationalSystem;
let system: HttpJsonNationalSystem;
beforeAll(async () => {
  server = await TestNationalSystem.start(effects);
  system = new HttpJsonNationalSystem(server.url, { timeout: 200 });
});
afterEach(() => (server.behaviour = {}));
afterAll(async () => {
  system.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

test('a document is delivered once under its key', async () => {
  expect(await system.deliver('e1:KG.MOH', { type: 'x' })).toEqual({ outcome: 'DELIVERED' });
  expect(await system.deliver('e1:KG.MOH', { type: 'x' })).toEqual({ outcome: 'DELIVERED' });
  expect([...server.effects]).toEqual([['e1:KG.MOH', { type: 'x' }]]);
  expect(server.requests).toHaveLength(2);
  expect(readFileSync(effects, 'utf8')).toBe('e1:KG.MOH\n');
});

test.each([
  [{ outcome: 'ERASED' }, { outcome: 'ERASED' }],
  [
    { outcome: 'RETAINED', reason: 'Law 323, art. 22', until: '2031-01-01T00:00:00.000Z' },
    { outcome: 'RETAINED', reason: 'Law 323, art. 22', until: '2031-01-01T00:00:00.000Z' },
  ],
  [{ accepted: true }, { outcome: 'DELIVERED' }],
  ['text', { outcome: 'DELIVERED' }],
])('its answer %j means %j', async (answer, outcome) => {
  server.behaviour = { answer };
  expect(await system.deliver('e2:KG.MOH', {})).toEqual(outcome);
});

test.each([
  [503, 'UPSTREAM_UNAVAILABLE'],
  [429, 'UPSTREAM_UNAVAILABLE'],
  [422, 'UPSTREAM_REFUSED'],
  [500, 'UPSTREAM_REFUSED'],
  [302, 'UPSTREAM_REFUSED'],
])('its status %d is %s', async (status, code) => {
  server.behaviour = { status };
  expect(await codeOfAsync(() => system.deliver('e3:KG.MOH', {}))).toBe(code);
});

test('no answer in time and no server are UPSTREAM_UNAVAILABLE', async () => {
  server.behaviour = { delay: 400 };
  expect(await codeOfAsync(() => system.deliver('e4:KG.MOH', {}))).toBe('UPSTREAM_UNAVAILABLE');
  const absent = new HttpJsonNationalSystem('http://127.0.0.1:9/');
  expect(await codeOfAsync(() => absent.deliver('e4:KG.MOH', {}))).toBe('UPSTREAM_UNAVAILABLE');
});

test('data retained without a legal basis is no answer', async () => {
  server.behaviour = { answer: { outcome: 'RETAINED' } };
  expect(await codeOfAsync(() => system.deliver('e5:KG.MOH', {}))).toBe('UPSTREAM_REFUSED');
});
