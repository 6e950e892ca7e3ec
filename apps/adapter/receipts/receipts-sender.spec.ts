import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryReceipt } from '#exchange';
import { Clock } from '#kernel';
import { generateKey, parseJws, publicHalf, verifyJws } from '#signing';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import { Inbox } from '../inbox/inbox.ts';
import { ReceiptsSender } from './receipts-sender.ts';

class StoppedClock extends Clock {
  now() {
    return '2026-11-24T04:00:00.000Z';
  }
}

const folder = mkdtempSync(join(tmpdir(), 'receipts-'));
const thread = SqliteThread.start();
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

const statementKey = generateKey('RU.MOH', 'statement');
const quick = { gather: 20, firstPause: 10, longestPause: 20 };
let inbox: Inbox;
let sender: ReceiptsSender;
let sent: DeliveryReceipt[][];
let failures: unknown[];
let file = 0;

beforeEach(async () => {
  inbox = await Inbox.open(thread, join(folder, `${++file}.db`));
  sent = [];
  failures = [];
});
afterEach(async () => {
  await sender.close();
  await inbox.close();
});

const start = (send = async (_statement: string) => {}) =>
  (sender = new ReceiptsSender(
    inbox,
    {
      statementKey,
      clock: new StoppedClock(),
      failed: (error) => void failures.push(error),
      async send(statement) {
        await send(statement);
        sent.push(read(statement));
      },
    },
    quick,
  ));

function read(statement: string): DeliveryReceipt[] {
  const jws = parseJws(statement, { typ: 'delivery-receipt+jws', maxBytes: 200_000 });
  verifyJws(jws, publicHalf(statementKey));
  const { iss, iat, authority, receipts } = jws.payload;
  expect({ iss, iat, authority }).toEqual({ iss: 'RU.MOH', iat: 1795492800, authority: 'RU.MOH' });
  return receipts as unknown as DeliveryReceipt[];
}

const row = (n: number) => ({
  authority: 'RU.MOH',
  event: `e${n}`,
  digest: 'digest',
  outcome: 'DELIVERED' as const,
  time: `2026-11-24T04:00:00.${String(n % 1000).padStart(3, '0')}Z`,
});
const record = async (...numbers: number[]) => {
  await Promise.all(numbers.map((n) => inbox.record(row(n))));
  sender.wake();
};
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

test('outcomes that come together are confirmed in one statement, once', async () => {
  start();
  await record(1, 2);
  await record(3);
  await until(() => sent.length > 0);
  await sleep(60);
  expect(sent).toEqual([
    [1, 2, 3].map((n) => {
      const { authority: _, ...receipt } = row(n);
      return receipt;
    }),
  ]);
  expect(inbox.unconfirmed('RU.MOH', 10)).toEqual([]);
});

test('a statement lists at most 500', async () => {
  await Promise.all(numbers(501).map((n) => inbox.record(row(n))));
  start();
  await until(() => sent.length === 2);
  expect(sent.map((receipts) => receipts.length)).toEqual([500, 1]);
});

test('what the hub did not take is sent until it does', async () => {
  let refusals = 3;
  start(async () => {
    if (refusals-- > 0) throw new Error('no answer');
  });
  await record(1);
  await until(() => sent.length === 1);
  expect(failures).toHaveLength(3);
  await until(() => inbox.unconfirmed('RU.MOH', 10).length === 0);
});

test('what was left unconfirmed is sent at the next start', async () => {
  start(async () => {
    throw new Error('no answer');
  });
  await record(1);
  await until(() => failures.length > 0);
  await sender.close();
  start();
  await until(() => sent.length === 1);
});

test('closing sends what has gathered', async () => {
  start();
  await until(() => failures.length === 0);
  await record(1);
  await sender.close();
  expect(sent).toHaveLength(1);
});
