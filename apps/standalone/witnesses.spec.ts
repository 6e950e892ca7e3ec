import type { RequestListener } from 'node:http';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite';
import { SqliteThread } from '#sqlite';
import { until } from '#testing';
import { openWitnessed } from '#transparency';
import type { Notary } from '../notary/notary.ts';
import type { WitnessSetting } from '../notary/witnesses/asked-witness.ts';
import { impostor, log, ORIGIN, record, SampleWitness, sampleNotary } from './witnesses.samples.ts';

const STATES = ['KG', 'RU', 'KZ', 'BY'];
/** Of four, of whom one may be dishonest. */
const QUORUM = 3;

let folder: string;
let thread: SqliteThread;
let store: EventStore;
let witnesses: readonly SampleWitness[];
let file = 0;
beforeAll(() => (thread = SqliteThread.start()));
afterAll(() => thread.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'witnesses-'));
  store = await SqliteEventStore.open(thread, join(folder, 'events.db'));
  witnesses = await Promise.all(
    STATES.map((state) => SampleWitness.start(`${state}.MOH`, thread, folder)),
  );
});
afterEach(async () => {
  await Promise.all(witnesses.map((witness) => witness.close()));
  await store.close();
  await rm(folder, { recursive: true });
});

const settingsOf = (asked: readonly { readonly setting: WitnessSetting }[]) => ({
  witnesses: asked.map(({ setting }) => setting),
  quorum: QUORUM,
  dishonest: 1,
});

/** A notary over a store, with tiles of its own. */
const notaryOf = (asked: readonly { readonly setting: WitnessSetting }[] = witnesses, of = store) =>
  sampleNotary(of, thread, join(folder, `log-${file++}.db`), settingsOf(asked));

const shows = ({ log }: Notary, size: number) => until(() => log.published?.size === size);
const standings = (notary: Notary) => notary.standings.map(({ standing }) => standing);

describe('a log with four witnesses', () => {
  test('shows what a quorum has cosigned, and nothing else', async () => {
    await using notary = await notaryOf();
    for (const size of [3, 10, 300]) {
      await record(store, size - notary.log.size);
      await shows(notary, size);
      const { checkpoint } = notary.log.published!;
      const policy = { origin: ORIGIN, log, quorum: QUORUM };
      const keys = witnesses.map(({ setting }) => setting.key);
      const { cosignatures } = openWitnessed(checkpoint, { ...policy, witnesses: keys });
      expect(cosignatures.length).toBeGreaterThanOrEqual(QUORUM);
    }
    expect(notary.log.waitingSince).toBeUndefined();
  });

  test('shows nothing new while two are away, says so, and goes on when one is back', async () => {
    await using notary = await notaryOf();
    await record(store, 5);
    await shows(notary, 5);
    const [, , one, other] = witnesses;
    await Promise.all([one!.leave(), other!.leave()]);
    await record(store, 4);
    await until(() => standings(notary).filter((one) => one === 'SILENT').length === 2);
    await until(() => witnesses[0]!.size === 9);
    expect([notary.log.signed!.size, notary.log.published!.size]).toEqual([9, 5]);
    expect(notary.log.waitingSince).toBeDefined();
    await one!.comeBack();
    await shows(notary, 9);
    expect(notary.log.waitingSince).toBeUndefined();
  });

  test('knows after a restart where they stand, before anything is new', async () => {
    await record(store, 5);
    {
      await using notary = await notaryOf();
      await shows(notary, 5);
      await until(() => witnesses.every(({ size }) => size === 5));
    }
    await witnesses[3]!.leave();
    await using again = await notaryOf();
    await until(() => !standings(again).includes('UNHEARD'));
    expect(standings(again)).toEqual(['HEARD', 'HEARD', 'HEARD', 'SILENT']);
    expect(again.standings.map(({ size }) => size)).toEqual([5, 5, 5, undefined]);
  });

  test('shows after a restart what they cosigned before, though nobody answers', async () => {
    await record(store, 5);
    {
      await using notary = await notaryOf();
      await shows(notary, 5);
    }
    await Promise.all(witnesses.map((witness) => witness.leave()));
    await record(store, 2);
    await using again = await notaryOf();
    await until(() => again.log.size === 7);
    await shows(again, 5);
    expect(again.log.signed!.size).toBe(5);
  });

  test('signs nothing where an older backup was restored, its own memory too, and says what is missing', async () => {
    await record(store, 3);
    {
      await using notary = await notaryOf();
      await shows(notary, 3);
      await store.close();
    }
    await cp(join(folder, 'events.db'), join(folder, 'backup.db'));
    store = await SqliteEventStore.open(thread, join(folder, 'events.db'));
    await record(store, 4);
    {
      await using notary = await notaryOf();
      await shows(notary, 7);
    }
    const backup = await SqliteEventStore.open(thread, join(folder, 'backup.db'));
    {
      await record(backup, 2);
      await using notary = await notaryOf(witnesses, backup);
      await until(() => notary.log.refusal !== undefined);
      expect(notary.log.refusal!.code).toBe('TRUST_LOG_FORK');
      expect(notary.log.refusal!.message).toBe(
        'a witness has seen 7 events, and the store holds 5',
      );
      expect([notary.log.signed!.size, notary.log.published!.size]).toEqual([3, 3]);
    }
    await backup.close();
  });

  test.each([
    [4, 0, 1],
    [3, 1, 1],
    [2, 2, 0],
    [1, 3, 1],
  ])(
    'told two histories, %i of them the one and %i the other, leaves so many with a quorum: %i',
    async (some, others, quorums) => {
      await record(store, 3);
      await store.close();
      await cp(join(folder, 'events.db'), join(folder, 'other.db'));
      store = await SqliteEventStore.open(thread, join(folder, 'events.db'));
      const other = await SqliteEventStore.open(thread, join(folder, 'other.db'));
      const [first, second] = [witnesses.slice(0, some), witnesses.slice(some)];
      expect(second).toHaveLength(others);
      await tellBranch(store, first);
      await tellBranch(other, second);
      await using one = await notaryOf(witnesses, store);
      await using two = await notaryOf(witnesses, other);
      const isDecided = ({ log }: Notary) => log.refusal !== undefined || log.published?.size === 7;
      await until(() => isDecided(one) && isDecided(two));
      const shown = [one, two].filter(({ log }) => log.published?.size === 7);
      expect(shown).toHaveLength(quorums);
      const refused = [one, two].filter(({ log }) => log.refusal?.code === 'TRUST_LOG_FORK');
      expect(refused).toHaveLength(2 - quorums);
      await other.close();
    },
  );

  /** A branch of its own, which these witnesses are told and no others. */
  async function tellBranch(branch: EventStore, told: readonly SampleWitness[]): Promise<void> {
    await record(branch, 4);
    if (told.length === 0) return;
    const settings = { ...settingsOf(told), quorum: told.length, dishonest: 0 };
    await using _ = await sampleNotary(branch, thread, join(folder, `log-${file++}.db`), settings);
    await until(() => told.every(({ size }) => size === 7));
  }
});

describe('of four witnesses one that', () => {
  const CLAIM = 1_000_000;
  test.each<[string, RequestListener]>([
    [
      'claims more than there is, and does not show it,',
      (_, reply) => {
        reply.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${CLAIM}\n`);
      },
    ],
    ['answers with another key', (_, reply) => void reply.end('— XX.MOH AAAAAAAA\n')],
    ['answers nonsense', (_, reply) => void reply.end('yes')],
    ['answers without end', (_, reply) => void reply.end('x'.repeat(5_000_000))],
    ['sends elsewhere', (_, reply) => void reply.writeHead(307, { location: '/' }).end()],
    ['refuses everything', (_, reply) => void reply.writeHead(422).end('no\n')],
    ['hangs up', (request) => void request.socket.destroy()],
  ])('%s does not keep the others from a quorum', async (_, answer) => {
    const { setting, close } = await impostor(answer);
    {
      await using notary = await notaryOf([{ setting }, ...witnesses.slice(0, QUORUM)]);
      await record(store, 5);
      await shows(notary, 5);
      await record(store, 1);
      await shows(notary, 6);
      expect(notary.log.refusal).toBeUndefined();
      expect(notary.standings[0]!.standing).not.toBe('COSIGNS');
    }
    await close();
  });
});
