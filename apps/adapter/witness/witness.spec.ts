import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#kernel';
import { generateKey } from '#signing';
import { SqliteThread } from '#sqlite';
import {
  EMPTY_ROOT,
  formatNote,
  formatWitnessRequest,
  GrowingTree,
  leafHash,
  noteKey,
  parseNote,
  openWitnessed,
  signCheckpoint,
  TileReader,
} from '#transparency';
import { WitnessMemory } from './witness-memory.ts';
import { WitnessServer } from './witness-server.ts';
import { Witness } from './witness.ts';

const AT = '2031-05-01T10:00:00.000Z';
const ORIGIN = 'hub.example';
const logKey = generateKey('HUB', 'hub');
const log = noteKey('log', ORIGIN, logKey.jwk);
const clock: Clock = { now: () => AT };

/** A history of its own: leaves are named after it. */
class History {
  readonly #tree = new GrowingTree();
  readonly #name: string;
  readonly #roots = [EMPTY_ROOT];
  readonly #reader = new TileReader((tile) => this.#tree.edge(tile)!);

  /** @param same how many leaves it shares with every other */
  constructor(name: string, size: number, same: number) {
    this.#name = name;
    while (this.#tree.size < size) {
      const owner = this.#tree.size < same ? '' : this.#name;
      this.#tree.append(leafHash(Buffer.from(`${owner} ${this.#tree.size}`)), () => {});
      this.#roots.push(this.#tree.root());
    }
  }

  checkpoint(size: number, key = logKey): string {
    return signCheckpoint({ origin: ORIGIN, size, root: this.#roots[size]! }, key);
  }

  async request(old: number, size: number): Promise<Buffer> {
    const proof = await this.#reader.consistency(old, size);
    return Buffer.from(formatWitnessRequest(old, proof, this.checkpoint(size)));
  }
}

const honest = new History('honest', 60, 10);
const forked = new History('forked', 60, 10);

describe('a witness', () => {
  const key = generateKey('KG.MOH', 'witness');
  let folder: string;
  let thread: SqliteThread;
  let memory: WitnessMemory;
  let witness: Witness;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witness-'));
    thread = SqliteThread.start();
    memory = await WitnessMemory.open(thread, join(folder, 'witness.db'));
    witness = new Witness({ key, logs: [log], memory, clock });
  });
  afterEach(async () => {
    await memory.close();
    await thread.close();
    await rm(folder, { recursive: true });
  });

  const ask = async (old: number, size: number, history = honest) =>
    witness.addCheckpoint(await history.request(old, size));

  test('cosigns what extends what it has seen, from nothing on', async () => {
    for (const [old, size] of [
      [0, 0],
      [0, 3],
      [3, 3],
      [3, 8],
      [8, 60],
    ] as const) {
      const { status, body } = await ask(old, size);
      expect([status, memory.head(ORIGIN)?.size]).toEqual([200, size]);
      const policy = {
        origin: ORIGIN,
        log,
        witnesses: [noteKey('witness', 'KG.MOH', key.jwk)],
        quorum: 1,
      };
      expect(openWitnessed(honest.checkpoint(size) + body, policy).cosignatures).toEqual([
        { witness: 'KG.MOH', at: AT },
      ]);
    }
  });

  test('shows with its word the word of the log, and no more of what was sent', async () => {
    const { text, signatures } = parseNote(honest.checkpoint(3));
    const stranger = { ...signatures[0]!, name: 'stranger.example' };
    const note = formatNote({ text, signatures: [stranger, ...signatures] });
    const { body } = await witness.addCheckpoint(Buffer.from(formatWitnessRequest(0, [], note)));
    expect(witness.newest(hash('sha256', ORIGIN))).toBe(honest.checkpoint(3) + body);
  });

  test('says where it stands to who thinks otherwise', async () => {
    await ask(0, 20);
    for (const old of [0, 5, 21])
      expect(await ask(old, 30)).toEqual({ status: 409, type: 'text/x.tlog.size', body: '20\n' });
    expect(memory.head(ORIGIN)?.size).toBe(20);
  });

  test('shown two branches refuses the second, and keeps it', async () => {
    await ask(0, 20);
    expect((await ask(20, 20, forked)).status).toBe(422);
    expect((await ask(20, 30, forked)).status).toBe(422);
    expect((await ask(20, 30, forked)).status).toBe(422);
    expect((await ask(20, 30)).status).toBe(200);
    const { cosigned, refused } = witness.seen();
    expect(cosigned.map(({ note }) => parseNote(note).text)).toEqual([
      parseNote(honest.checkpoint(30)).text,
    ]);
    expect(refused.map(({ note, reason, at }) => [note, reason, at])).toEqual([
      [forked.checkpoint(20), 'ANOTHER_ROOT', AT],
      [forked.checkpoint(30), 'NOT_AN_EXTENSION', AT],
    ]);
  });

  test('takes branches that differ only later for one until they do', async () => {
    await ask(0, 5);
    expect((await ask(5, 10, forked)).status).toBe(200);
    expect((await ask(10, 11, forked)).status).toBe(200);
    expect((await ask(11, 12)).status).toBe(422);
  });

  test('hears only logs it knows, and only their own word', async () => {
    const stranger = signCheckpoint({ origin: 'hub.elsewhere', size: 0, root: EMPTY_ROOT }, logKey);
    const of = (note: string) =>
      witness.addCheckpoint(Buffer.from(formatWitnessRequest(0, [], note)));
    expect((await of(stranger)).status).toBe(404);
    expect((await of(honest.checkpoint(3, generateKey('HUB', 'hub')))).status).toBe(403);
    expect((await of('')).status).toBe(400);
    expect(memory.head(ORIGIN)).toBeUndefined();
  });

  test('takes every tree for an extension of the empty one, which has one root and needs no proof', async () => {
    const of = (note: string, proof: Buffer[] = []) =>
      witness.addCheckpoint(Buffer.from(formatWitnessRequest(0, proof, note)));
    const head = { origin: ORIGIN, size: 0, root: leafHash(Buffer.alloc(0)) };
    expect((await of(signCheckpoint(head, logKey))).status).toBe(422);
    expect((await of(honest.checkpoint(3), [EMPTY_ROOT])).status).toBe(422);
    expect(witness.seen()).toEqual({
      cosigned: [],
      refused: [expect.objectContaining({ size: 0, reason: 'ANOTHER_ROOT' })],
    });
    expect((await of(honest.checkpoint(3))).status).toBe(200);
  });

  test('of requests that race from one size cosigns one branch, and never goes back', async () => {
    await ask(0, 10);
    const sizes = [20, 30, 40, 50];
    const requests = sizes.flatMap((size) => [honest.request(10, size), forked.request(10, size)]);
    const answers = await Promise.all(
      (await Promise.all(requests)).map((body) => witness.addCheckpoint(body)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(answers.length - 1);
    const size = memory.head(ORIGIN)!.size;
    expect(answers.find(({ status }) => status === 409)!.body).toBe(`${size}\n`);
  });

  test('remembers when it starts again', async () => {
    await ask(0, 20);
    await memory.close();
    memory = await WitnessMemory.open(thread, join(folder, 'witness.db'));
    witness = new Witness({ key, logs: [log], memory, clock });
    expect((await ask(0, 30)).body).toBe('20\n');
    expect((await ask(20, 30, forked)).status).toBe(422);
  });

  test('is asked over HTTP', async () => {
    const server = await WitnessServer.start(witness, { host: '127.0.0.1', port: 0 }, () => {});
    const post = async (body: Uint8Array | string) => {
      const url = `${server.url}/add-checkpoint`;
      const response = await fetch(url, { method: 'POST', body: Buffer.from(body) });
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    try {
      const [status, type, signature] = await post(await honest.request(0, 20));
      expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(signature).toMatch(/^— KG\.MOH \S+\n$/);
      expect(await post(await honest.request(0, 30))).toEqual([409, 'text/x.tlog.size', '20\n']);
      expect((await post(await forked.request(20, 30)))[0]).toBe(422);
      expect((await post('x'.repeat(200_000)))[0]).toBe(413);
      const place = `${server.url}/${hash('sha256', ORIGIN)}/checkpoint`;
      const newest = await (await fetch(place)).text();
      expect(newest).toBe(honest.checkpoint(20) + signature);
      const nowhere = await fetch(place.replace(hash('sha256', ORIGIN), hash('sha256', 'other')));
      expect(nowhere.status).toBe(404);
      const seen = await (await fetch(`${server.url}/checkpoints`)).text();
      expect(
        seen
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual([
        { note: newest },
        { note: forked.checkpoint(30), refused: 'NOT_AN_EXTENSION', at: AT },
      ]);
      expect((await fetch(`${server.url}/elsewhere`)).status).toBe(404);
    } finally {
      await server.close();
    }
  });
});
