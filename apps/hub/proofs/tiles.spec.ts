import { HttpLog, retireKey, revoke, Transport } from '#client';
import { codeOfAsync } from '#testing';
import { recordDigest } from '#credentials';
import type { Instant } from '#kernel';
import { generateKey } from '#signing';
import {
  decodeBundle,
  GrowingTree,
  leafHash,
  noteKey,
  signCheckpoint,
  tilePath,
  TILE_WIDTH,
  type Bundle,
  type FullTile,
  type Tile,
} from '#transparency';
import { sampleContract, TestHub } from '../hub.samples.ts';
import type { PublishedLog, Witnessing } from './published-log.ts';

const SIZE = 70_000;
const logKey = generateKey('HUB', 'hub');

/** A log of so many entries, which are their own numbers. */
class NumberedLog implements PublishedLog {
  readonly origin: string;
  waitingSince: Instant | undefined;
  readonly #tree = new GrowingTree();
  readonly #full = new Map<string, Buffer>();

  constructor(origin: string, size: number) {
    this.origin = origin;
    while (this.#tree.size < size)
      this.#tree.append(leafHash(this.entry(this.#tree.size)), (tile) => this.#keep(tile));
  }

  entry(leaf: number): Buffer {
    return Buffer.from(`${this.origin} ${leaf}`);
  }

  get published() {
    const head = { size: this.#tree.size, root: this.#tree.root() };
    return { ...head, checkpoint: signCheckpoint({ origin: this.origin, ...head }, logKey) };
  }

  get policy() {
    const log = noteKey('log', this.origin, logKey.jwk);
    return { origin: this.origin, log, witnesses: [], quorum: 0 };
  }

  tile(tile: Tile): Buffer | undefined {
    return tile.width === TILE_WIDTH ? this.#full.get(tilePath(tile)) : this.#tree.edge(tile);
  }

  entries({ index, width }: Bundle): Buffer[] | undefined {
    const from = index * TILE_WIDTH;
    if (from + width > this.#tree.size) return undefined;
    return Array.from({ length: width }, (_, at) => this.entry(from + at));
  }

  leafOf(event: string): number | undefined {
    return event === EVENT ? 66_666 : undefined;
  }

  #keep({ level, index, hashes }: FullTile): void {
    this.#full.set(tilePath({ level, index, width: TILE_WIDTH }), hashes);
  }
}

const EVENT = '0b8f9d1e-6f5c-4c1a-9a50-3d6f3d1b2a77';
const log = new NumberedLog('hub.example', SIZE);
const accessLog = new NumberedLog('hub.example/access-log', 300);
const witnessing: Witnessing = {
  quorum: 2,
  standings: [
    {
      name: 'KG.MOH',
      isIndependent: true,
      standing: 'COSIGNS',
      size: SIZE,
      at: '2031-05-01T10:00:00.000Z',
    },
    { name: 'RU.MOH', isIndependent: false, standing: 'SILENT' },
  ],
};

describe('a log over HTTP', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await TestHub.start({ log, accessLog, witnessing, unwitnessedLimitSeconds: 60 });
  });
  afterAll(() => hub.close());
  afterEach(() => (log.waitingSince = undefined));

  const get = (path: string, by?: string) => hub.ask(path, by === undefined ? {} : { by });
  const bytesOf = async (path: string) =>
    Buffer.from(await (await fetch(`${hub.origin}${path}`)).arrayBuffer());

  test.each([
    ['0/000', { level: 0, index: 0, width: 256 }],
    ['0/273.p/112', { level: 0, index: 273, width: 112 }],
    ['1/000', { level: 1, index: 0, width: 256 }],
    ['1/001.p/17', { level: 1, index: 1, width: 17 }],
    ['2/000.p/1', { level: 2, index: 0, width: 1 }],
  ])('shows everybody the tile %s, which may be kept for ever', async (path, tile) => {
    const { headers, status } = await get(`/v1/log/tile/${path}`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/octet-stream',
      'public, max-age=31536000, immutable',
    ]);
    expect(await bytesOf(`/v1/log/tile/${path}`)).toEqual(log.tile(tile));
  });

  test.each([
    '0/274',
    '0/273',
    '0/273.p/113',
    '3/000.p/1',
    '0/0',
    '0/000.p/0',
    '0/x000/001',
    '64/000',
    '',
    '..',
  ])('has no tile "%s"', async (path) => {
    const { problem, headers } = await get(`/v1/log/tile/${path}`);
    expect(problem).toMatchObject({ status: 404, code: 'WIRE_NOT_FOUND' });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('lets its reader make each proof from tiles alone: the same that it gives itself', async () => {
    const reader = new HttpLog(new Transport(hub.origin), log.policy);
    const head = await reader.checkpoint();
    expect(head.size).toBe(SIZE);
    const inclusion = await reader.inclusion(66_666, leafHash(log.entry(66_666)), head);
    const own = await get(`/v1/log/proofs/inclusion?event=${EVENT}`);
    expect(own.json()).toMatchObject({ index: 66_666, proof: inBase64(inclusion) });
    for (const size of [1, 256, 65_536, 69_999]) {
      const earlier = new NumberedLog(log.origin, size).published;
      const consistency = await reader.extends(head, earlier);
      const growth = await get(`/v1/log/proofs/consistency?from=${size}&to=${SIZE}`);
      expect(growth.json()).toMatchObject({ proof: inBase64(consistency) });
    }
  });

  test('shows its entries to auditors, each the one that its leaf is a hash of', async () => {
    const path = '/v1/log/tile/entries/273.p/112';
    expect((await get(path)).problem).toMatchObject({ code: 'TRUST_REQUEST_UNSIGNED' });
    expect((await get(path, 'KG.MOH')).problem).toMatchObject({ code: 'TRUST_NOT_ALLOWED' });
    const transport = new Transport(hub.origin, hub.key('KZ.AUDIT request'));
    const { body, headers } = await transport.send({ method: 'GET', path });
    const entries = decodeBundle(new Uint8Array(await body.arrayBuffer()));
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(Buffer.concat(entries.map(leafHash))).toEqual(
      log.tile({ level: 0, index: 273, width: 112 }),
    );
    expect((await get('/v1/log/tile/entries/274', 'KZ.AUDIT')).status).toBe(404);
  });

  test('has the entries of its published tree, as an auditor makes the root anew', async () => {
    const transport = new Transport(hub.origin, hub.key('KZ.AUDIT request'));
    const reader = new HttpLog(transport, log.policy);
    const { size, root } = await reader.checkpoint();
    await reader.assertEntries({ size, root });
    expect(await codeOfAsync(() => reader.assertEntries({ size: size - 1, root }))).toBe(
      'TRUST_LOG_PROOF',
    );
  });

  test('has another tree for the access log, which auditors read likewise, and nobody else', async () => {
    for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/000']) {
      expect((await get(`/v1/access-log/${path}`)).status).toBe(401);
      expect((await get(`/v1/access-log/${path}`, 'KG.MOH')).status).toBe(403);
    }
    const transport = new Transport(hub.origin, hub.key('KZ.AUDIT request'));
    const reader = new HttpLog(transport, accessLog.policy, '/v1/access-log');
    const head = await reader.checkpoint();
    expect([head.origin, head.size]).toEqual(['hub.example/access-log', 300]);
    await reader.inclusion(299, leafHash(accessLog.entry(299)), head);
    const { text } = await get('/v1/access-log/tile/entries/001.p/44', 'KZ.AUDIT');
    expect(text).toContain('hub.example/access-log 299');
  });

  describe('and its witnesses', () => {
    const since = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

    test('are shown as they stand, and who of them is not independent', async () => {
      expect((await get('/v1/log/witnesses')).json()).toEqual({
        ...{ published: SIZE, signed: SIZE, waitingSeconds: 0, quorum: 2 },
        witnesses: witnessing.standings,
      });
      expect((await get('/health/ready')).json()).toMatchObject({
        ready: true,
        warnings: {
          witnesses: '1 of 2 work in this process: they are not independent of its operator',
        },
      });
    });

    test('are missed aloud: in health, in the figures, and beyond a limit by refusing pushes', async () => {
      log.waitingSince = since(30);
      const health = (await get('/health/ready')).json<{ warnings: { log: string } }>();
      expect(health.warnings.log).toMatch(
        /^events have waited 3\d s for a checkpoint with its quorum/,
      );
      expect((await get('/metrics')).text).toMatch(/log_waiting_seconds\{log="exchange"\} 3\d/);
      const { push } = await hub.certificate();
      await hub.client('KG.MOH').pushCertificate(push);
      log.waitingSince = since(100);
      const { push: other } = await hub.certificate();
      const refused = await hub.ask('/v1/medical-certificates', { body: other, by: 'KG.MOH' });
      expect(refused.problem).toMatchObject({ status: 503, code: 'STORE_UNWITNESSED' });
      const again = await hub.ask('/v1/medical-certificates', { body: push, by: 'KG.MOH' });
      expect(again.status).toBe(200);
    });

    test('stop whatever is new if they are missed for long, and nothing that ends or doubts', async () => {
      const { issuer, id, record } = await hub.pushed();
      const digest = recordDigest(record.slice(0, record.indexOf('~')));
      const endorsed = await hub.endorsed('KG.MOH', 'record');
      log.waitingSince = since(100);
      const unwitnessed = { code: 'STORE_UNWITNESSED' };
      await expect(hub.endorsed('KG.MOH', 'record')).rejects.toMatchObject(unwitnessed);
      const document = sampleContract({ id: 'another' });
      const proposed = hub.client('KG.MOH').proposeContract(document);
      await expect(proposed).rejects.toMatchObject(unwitnessed);
      const key = hub.key('KG.MOH statement');
      const revoked = revoke(key, hub.now(), {
        record: { issuer, id, digest },
        reason: 'NEW_FINDING',
      });
      const path = `/v1/medical-certificates/${issuer}/${id}/revocation`;
      expect((await hub.ask(path, { body: { statement: revoked }, by: 'KG.MOH' })).status).toBe(
        201,
      );
      const root = hub.key('KG root');
      await hub.anybody.submitStatement(retireKey(root, hub.now(), { kid: endorsed.kid }));
    });
  });
});

const inBase64 = (hashes: readonly Buffer[]) => hashes.map((one) => one.toString('base64'));
