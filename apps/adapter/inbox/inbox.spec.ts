import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteThread } from '#sqlite';
import { Inbox, type InboxRow } from './inbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'inbox-'));
const thread = SqliteThread.start();
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

let inbox: Inbox;
let file = 0;
beforeEach(async () => (inbox = await Inbox.open(thread, join(folder, `${++file}.db`))));
afterEach(() => inbox.close());

const row = (changes: Partial<InboxRow> = {}): InboxRow => ({
  authority: 'RU.MOH',
  event: 'e1',
  stream: 'certificate-KG.MOH-1',
  revision: 0,
  digest: 'digest',
  outcome: 'DELIVERED',
  time: '2026-11-24T04:00:00.000Z',
  ...changes,
});
const unconfirmed = (limit = 500) => inbox.unconfirmed('RU.MOH', limit);

test('an outcome is found by event and authority', async () => {
  await inbox.record(row());
  expect(inbox.outcome('RU.MOH', 'e1')).toBe('DELIVERED');
  expect(inbox.outcome('RU.MOL', 'e1')).toBeUndefined();
  expect(inbox.outcome('RU.MOH', 'e2')).toBeUndefined();
});

test('a receipt says what the row says, without empty members', async () => {
  await inbox.record(
    row({ outcome: 'RETAINED', reason: 'Law 323, art. 22', until: '2031-01-01T00:00:00.000Z' }),
  );
  await inbox.record(row({ event: 'e2', time: '2026-11-24T04:00:01.000Z' }));
  expect(unconfirmed()).toEqual([
    {
      event: 'e1',
      digest: 'digest',
      outcome: 'RETAINED',
      reason: 'Law 323, art. 22',
      until: '2031-01-01T00:00:00.000Z',
      time: '2026-11-24T04:00:00.000Z',
    },
    { event: 'e2', digest: 'digest', outcome: 'DELIVERED', time: '2026-11-24T04:00:01.000Z' },
  ]);
});

test('the oldest are confirmed first, and each authority by itself', async () => {
  for (const n of [3, 1, 2])
    await inbox.record(row({ event: `e${n}`, time: `2026-11-24T04:00:0${n}.000Z` }));
  await inbox.record(row({ authority: 'RU.MOL', time: '2026-11-24T03:00:00.000Z' }));
  expect(unconfirmed(2).map(({ event }) => event)).toEqual(['e1', 'e2']);
  await inbox.confirm('RU.MOH', unconfirmed(2));
  expect(unconfirmed().map(({ event }) => event)).toEqual(['e3']);
  expect(inbox.unconfirmed('RU.MOL', 500)).toHaveLength(1);
});

test('an outcome that changed while it was confirmed is confirmed anew', async () => {
  await inbox.record(row({ outcome: 'PARKED', reason: 'UPSTREAM_REFUSED' }));
  const told = unconfirmed();
  await inbox.record(row({ time: '2026-11-24T05:00:00.000Z' }));
  await inbox.confirm('RU.MOH', told);
  expect(unconfirmed()).toEqual([
    { event: 'e1', digest: 'digest', outcome: 'DELIVERED', time: '2026-11-24T05:00:00.000Z' },
  ]);
});

test('a parked delivery holds back later events of its record for its authority only', async () => {
  const heldBack = (authority: string, stream: string, revision: number) =>
    inbox.isHeldBack(authority, stream, revision);
  await inbox.record(row({ revision: 1, outcome: 'PARKED' }));
  expect(heldBack('RU.MOH', 'certificate-KG.MOH-1', 2)).toBe(true);
  expect(heldBack('RU.MOH', 'certificate-KG.MOH-1', 1)).toBe(false);
  expect(heldBack('RU.MOH', 'certificate-KG.MOH-2', 2)).toBe(false);
  expect(heldBack('RU.MOL', 'certificate-KG.MOH-1', 2)).toBe(false);
  await inbox.record(row({ revision: 1, outcome: 'DELIVERED' }));
  expect(heldBack('RU.MOH', 'certificate-KG.MOH-1', 2)).toBe(false);
  await inbox.record(row({ revision: 1, outcome: 'HELD' }));
  expect(heldBack('RU.MOH', 'certificate-KG.MOH-1', 2)).toBe(true);
});

test('a held delivery is no answer to the hub', async () => {
  await inbox.record(row({ outcome: 'HELD' }));
  expect(unconfirmed()).toEqual([]);
});
