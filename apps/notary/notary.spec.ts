import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode, type EventStore } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite';
import { Clock } from '#kernel';
import { generateKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import {
  GrowingTree,
  leafHash,
  logEntry,
  logStream,
  parseCheckpoint,
  parseNote,
  signCheckpoint,
  TileReader,
  verifyConsistency,
  verifyInclusion,
} from '#transparency';
import { Notary } from './notary.ts';
import { TileStore } from './tiles/tile-store.ts';

const ORIGIN = 'hub.example';
const AT = '2026-11-24T04:00:00.000Z';
const logKey = generateKey('HUB', 'hub');
const ids = { uuid: randomUUID, nonce: () => randomBytes(16).toString('base64url') };

class StoppedClock extends Clock {
  now() {
    return AT;
  }
}

let folder: string;
let thread: SqliteThread;
let store: EventStore;
const notaries: Notary[] = [];
const tileStores: TileStore[] = [];

const openStore = async (name = 'events.db') =>
  (store = await SqliteEventStore.open(thread, join(folder, name)));

async function openNotary(name = 'log.db') {
  const tiles = await TileStore.open(thread, join(folder, name));
  tileStores.push(tiles);
  const parts = { store, tiles, origin: ORIGIN, logKey, clock: new StoppedClock(), ids };
  const notary = new Notary({ ...parts, report: () => {} }, { every: 5 });
  notaries.push(notary);
  return notary;
}

async function closeAll(): Promise<void> {
  for (const notary of notaries.splice(0)) await notary.close();
  for (const tiles of tileStores.splice(0)) await tiles.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notary-'));
  thread = SqliteThread.start();
  await openStore();
});
afterEach(async () => {
  await closeAll();
  await store.close();
  await thread.close();
  await rm(folder, { recursive: true });
});

const eventOf = (data: object, type = 'Noted') =>
  encode(
    { type, data, at: AT, by: 'HUB' },
    {
      id: randomUUID(),
      nonce: ids.nonce(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
    },
  );

/** So many events, each in a stream of its own. */
async function record(count: number): Promise<void> {
  for (let at = 0; at < count; at++)
    await store.append(`note-${randomUUID()}`, 'none', [eventOf({ at })]);
}

const covers = ({ log }: Notary, size: number) => until(() => log.published?.size === size);
const signed = () => store.readStream(logStream(ORIGIN));

/** The root as the store alone gives it. */
async function rootOfStore(): Promise<Buffer> {
  const tree = new GrowingTree();
  for await (const event of store.readAll('start'))
    if (event.stream !== logStream(ORIGIN)) tree.append(leafHash(logEntry(event)), () => {});
  return tree.root();
}

describe('a notary', () => {
  test('signs the tree of all events but its own, in the order of the store', async () => {
    await record(3);
    const notary = await openNotary();
    await covers(notary, 3);
    await record(300);
    await covers(notary, 303);
    expect(notary.log.published!.root).toEqual(await rootOfStore());
    const last = (await signed()).at(-1)!;
    expect(JSON.parse(last.data)).toEqual({ checkpoint: notary.log.published!.checkpoint });
  });

  test('proves events and its own growth from the tiles that it shows', async () => {
    await record(260);
    const notary = await openNotary();
    await covers(notary, 260);
    const before = notary.log.published!;
    await record(20);
    await covers(notary, 280);
    const { size, root } = notary.log.published!;
    const reader = new TileReader((tile) => notary.log.tile(tile)!);
    const [index, entry] = [258, notary.log.entries({ index: 1, width: 24 })![2]!];
    expect(notary.log.leafOf((JSON.parse(entry) as { id: string }).id)).toBe(index);
    const proof = await reader.inclusion(index, size);
    verifyInclusion({ index, size, leaf: leafHash(Buffer.from(entry)), proof, root });
    const growth = await reader.consistency(before.size, size);
    const ends = { from: before.size, to: size, fromRoot: before.root, toRoot: root };
    verifyConsistency({ ...ends, proof: growth });
    expect(notary.log.tile({ level: 0, index: 1, width: 25 })).toBeUndefined();
    expect(notary.log.entries({ index: 1, width: 25 })).toBeUndefined();
  });

  test('goes on after a restart, and signs nothing where nothing is new', async () => {
    await record(5);
    await covers(await openNotary(), 5);
    await closeAll();
    const again = await openNotary();
    await covers(again, 5);
    await record(1);
    await covers(again, 6);
    expect(await signed()).toHaveLength(2);
  });

  test('makes its tiles anew from the store alone', async () => {
    await record(270);
    const one = await openNotary();
    await covers(one, 270);
    const { checkpoint } = one.log.published!;
    await closeAll();
    const other = await openNotary('elsewhere.db');
    await covers(other, 270);
    expect(other.log.published!.checkpoint).toBe(checkpoint);
    expect(await signed()).toHaveLength(1);
  });

  test('agrees with another one on the same store', async () => {
    const [one, other] = [await openNotary('one.db'), await openNotary('other.db')];
    for (let round = 1; round <= 20; round++) {
      await record(1);
      await Promise.all([covers(one, round), covers(other, round)]);
    }
    expect(one.log.published).toEqual(other.log.published);
    const sizes = (await signed()).map(
      ({ data }) =>
        parseCheckpoint(parseNote((JSON.parse(data) as { checkpoint: string }).checkpoint)).size,
    );
    expect(new Set(sizes).size).toBe(sizes.length);
  });
});

describe('a notary signs nothing more', () => {
  test('where an older backup of the store was restored', async () => {
    await record(3);
    await covers(await openNotary(), 3);
    await closeAll();
    await store.close();
    await cp(join(folder, 'events.db'), join(folder, 'backup.db'));
    await openStore();
    await record(2);
    await covers(await openNotary(), 5);
    await closeAll();
    await store.close();
    await openStore('backup.db');
    const notary = await openNotary();
    await until(() => notary.log.refusal !== undefined);
    expect(notary.log.refusal!.code).toBe('TRUST_LOG_FORK');
    await record(9);
    expect(await signed()).toHaveLength(1);
    expect(notary.log.published).toBeUndefined();
  });

  test.each<[string, number, Buffer | undefined]>([
    ['other events', 3, Buffer.alloc(32)],
    ['events that are not there', 4, undefined],
  ])('where a checkpoint in its stream is over %s', async (_, size, other) => {
    await record(3);
    const root = other ?? (await rootOfStore());
    const checkpoint = signCheckpoint({ origin: ORIGIN, size, root }, logKey);
    await store.append(logStream(ORIGIN), 'none', [eventOf({ checkpoint }, 'CheckpointSigned')]);
    const notary = await openNotary();
    await until(() => notary.log.refusal !== undefined);
    expect(notary.log.refusal!.code).toBe('TRUST_LOG_FORK');
    expect(await signed()).toHaveLength(1);
  });

  test('where one in its stream is signed by another key', async () => {
    await record(3);
    const head = { origin: ORIGIN, size: 3, root: await rootOfStore() };
    const checkpoint = signCheckpoint(head, generateKey('HUB', 'hub'));
    await store.append(logStream(ORIGIN), 'none', [eventOf({ checkpoint }, 'CheckpointSigned')]);
    const notary = await openNotary();
    await until(() => notary.log.refusal !== undefined);
    expect(notary.log.refusal!.code).toBe('TRUST_SIGNATURE_INVALID');
    expect(await signed()).toHaveLength(1);
  });
});
