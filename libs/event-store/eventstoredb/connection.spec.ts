import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '#testing';
import { Log, selfSigned, StandIn } from '#testing/eventstoredb';
import { newKind, newStream, notes } from '../conformance/given.conformance.ts';
import { Listener } from '../conformance/listener.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import { settingsFor } from './given.conformance.ts';
import type { EventStoreDbSettings } from './settings.ts';

const SHORT = { patience: 300, silence: 300 };
const SIGNED_IN = { username: 'hub', password: 'correct:horse@battery' };

describe('a connection', () => {
  const closing: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of closing.splice(0).toReversed()) await one.close();
  });
  const opened = <T extends { close(): Promise<void> }>(one: T): T => {
    closing.push(one);
    return one;
  };
  const start = async (...options: Parameters<typeof StandIn.start>) =>
    opened(await StandIn.start(...options));
  const open = (settings: EventStoreDbSettings, limits = {}) =>
    opened(new EventStoreDbEventStore(settings, limits));
  const clusterOf = (...nodes: readonly StandIn[]): EventStoreDbSettings => ({
    hosts: nodes.map(({ port }) => ({ address: '127.0.0.1', port })),
    discover: false,
    tls: false,
  });

  describe('over TLS', () => {
    const tls = selfSigned();
    const secureSettingsFor = (port: number): EventStoreDbSettings => ({
      ...settingsFor(port),
      hosts: [{ address: 'localhost', port }],
      tls: true,
    });
    let folder: string;
    let caFile: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'eventstoredb-'));
      caFile = join(folder, 'ca.pem');
      await writeFile(caFile, tls.certificate);
    });
    afterAll(() => rm(folder, { recursive: true }));

    test('is made to a server whose certificate the named file vouches for, and signs in', async () => {
      const { port } = await start({ tls, credentials: SIGNED_IN });
      const store = open({ ...secureSettingsFor(port), caFile, credentials: SIGNED_IN });
      await expect(store.append(newStream(), 'none', notes(1))).resolves.toMatchObject({
        revision: 0,
      });
    });

    test('is not made to any other server', async () => {
      const { port, calls } = await start({ tls });
      const store = open({ ...secureSettingsFor(port) }, SHORT);
      await expect(store.end()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(calls.read).toBe(0);
    });

    test.each([
      ['with a wrong password', { username: 'hub', password: 'wrong' }],
      ['without signing in', undefined],
    ])('is refused at once %s', async (_, credentials) => {
      const { port } = await start({ tls, credentials: SIGNED_IN });
      const store = open({
        ...secureSettingsFor(port),
        caFile,
        ...(credentials && { credentials }),
      });
      await expect(store.append(newStream(), 'none', notes(1))).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(/Access Denied|Unauthenticated/),
      });
    });
  });

  describe('to a cluster', () => {
    test('follows the leader that a node names', async () => {
      const log = new Log();
      const [follower, leader] = [await start({ log }), await start({ log })];
      follower.leader = { address: '127.0.0.1', port: leader.port };
      const store = open(settingsFor(follower.port));
      const stream = newStream();
      await store.append(stream, 'none', notes(1));
      await store.append(stream, 0, notes(1));
      expect([follower.calls.append, leader.calls.append]).toEqual([0, 2]);
    });

    test('follows the leader when another one is elected, subscriptions included', async () => {
      const log = new Log();
      const nodes = [await start({ log }), await start({ log })] as const;
      const elect = (index: 0 | 1) => {
        const { port } = nodes[index];
        const members = nodes.map((node) => ({
          port: node.port,
          state: node.port === port ? ('leader' as const) : ('follower' as const),
        }));
        for (const node of nodes) {
          node.members = members;
          node.leader = node.port === port ? undefined : { address: '127.0.0.1', port };
        }
      };
      elect(0);
      const store = open(clusterOf(...nodes));
      const kind = newKind();
      const listener = new Listener({ store, patience: 20_000 }, 'start', {
        streamPrefixes: [kind],
      });
      for (let round = 0; round < 4; round++) {
        await store.append(newStream(kind), 'none', notes(1));
        elect(round % 2 === 0 ? 1 : 0);
        if (round === 2) nodes[0].cut();
        nodes[round % 2]!.endSubscriptions();
      }
      await listener.until('all heard', () => listener.heard.length >= 4);
      expect(listener.heard).toHaveLength(4);
      expect(nodes.every(({ calls }) => calls.append === 2)).toBe(true);
      await listener.close();
    });

    test('is made again when the only leader comes back at another address', async () => {
      const log = new Log();
      const [first, second] = [await start({ log }), await start({ log })];
      first.members = second.members = [{ port: first.port, state: 'leader' }];
      const store = open(clusterOf(first, second));
      await store.append(newStream(), 'none', notes(1));
      second.members = [{ port: second.port, state: 'leader' }];
      await first.close();
      await expect(store.append(newStream(), 'none', notes(1))).resolves.toMatchObject({
        revision: 0,
      });
    });

    test('takes subscriptions from the nodes that the URL prefers, and all else from the leader', async () => {
      const log = new Log();
      const [leader, follower] = [await start({ log }), await start({ log })];
      follower.leader = { address: '127.0.0.1', port: leader.port };
      leader.members = follower.members = [
        { port: leader.port, state: 'leader' },
        { port: follower.port, state: 'follower' },
      ];
      const settings = clusterOf(leader, follower);
      const store = open({ ...settings, nodePreference: 'follower' });
      const listener = new Listener({ store, patience: 20_000 }, 'start', undefined);
      await store.append(newStream(), 'none', notes(2));
      await listener.until(
        'caught up',
        () => listener.heard.length >= 2 && listener.caughtUps.length > 0,
      );
      await listener.close();
      expect([leader.calls.subscribe, follower.calls.subscribe]).toEqual([0, 1]);
      expect([leader.calls.append, follower.calls.append + follower.calls.read]).toEqual([1, 0]);
    });
  });

  test('says which server does not answer', async () => {
    const { port, close } = await StandIn.start().then((one) => ({
      port: one.port,
      close: () => one.close(),
    }));
    await close();
    const store = open(settingsFor(port), SHORT);
    await expect(store.end()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(String(port)),
    });
  });

  test('lets nobody wait for a server that takes calls and never answers', async () => {
    const standIn = await start();
    standIn.faults.read = () => ({ silent: true });
    const store = open(settingsFor(standIn.port), SHORT);
    await expect(store.readStream('any-1')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('is gone when its store is closed', async () => {
    const standIn = await start();
    const store = new EventStoreDbEventStore(settingsFor(standIn.port));
    const listener = new Listener({ store, patience: 20_000 }, 'start', undefined);
    await store.append(newStream(), 'none', notes(1));
    await listener.until('heard', () => listener.heard.length > 0);
    expect(standIn.connections).toBe(1);
    await store.close();
    await until(() => standIn.connections === 0 && standIn.subscriptions === 0);
  });

  test('keeps no process alive', async () => {
    const { port } = await start();
    const script = `
      import { EventStoreDbEventStore } from '#event-store/eventstoredb';
      const store = new EventStoreDbEventStore(${JSON.stringify(settingsFor(port))});
      store.subscribeToAll('start', undefined, { events() {}, failed() {} });
      await store.end();
      await store.close();`;
    const source = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
    const run = promisify(execFile)(process.execPath, [...source, '--eval', script]);
    await expect(run).resolves.toEqual({ stdout: '', stderr: '' });
  });
});
