import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encode, type EventStore } from '#event-store';
import type { Clock } from '#kernel';
import { generateKey } from '#signing';
import type { SqliteThread } from '#sqlite';
import { noteKey } from '#transparency';
import { WitnessMemory } from '../adapter/witness/witness-memory.ts';
import { WitnessServer } from '../adapter/witness/witness-server.ts';
import { Witness } from '../adapter/witness/witness.ts';
import { Notary } from '../notary/notary.ts';
import { TileStore } from '../notary/tiles/tile-store.ts';
import type { WitnessSetting } from '../notary/witnesses/asked-witness.ts';
import type { WitnessSettings } from '../notary/witnesses/witness-circle.ts';

export const ORIGIN = 'hub.example';
const AT = '2031-05-01T10:00:00.000Z';
const clock: Clock = { now: () => AT };
const ids = { uuid: randomUUID, nonce: () => randomBytes(16).toString('base64url') };
const logKey = generateKey('HUB', 'hub');
export const log = noteKey('log', ORIGIN, logKey.jwk);

/** A witness over HTTP that can be away. */
export class SampleWitness {
  readonly setting: WitnessSetting;
  readonly #witness: Witness;
  readonly #memory: WitnessMemory;
  #server: WitnessServer | undefined;

  private constructor(
    key: WitnessSetting['key'],
    witness: Witness,
    memory: WitnessMemory,
    server: WitnessServer,
  ) {
    this.setting = { key, url: server.url, isIndependent: true };
    this.#witness = witness;
    this.#memory = memory;
    this.#server = server;
  }

  static async start(name: string, thread: SqliteThread, folder: string): Promise<SampleWitness> {
    const key = generateKey(name, 'witness');
    const memory = await WitnessMemory.open(thread, join(folder, `${name}.db`));
    const witness = new Witness({ key, logs: [log], memory, clock });
    const server = await WitnessServer.start(witness, { host: '127.0.0.1', port: 0 }, () => {});
    return new SampleWitness(noteKey('witness', name, key.jwk), witness, memory, server);
  }

  /** Leaves of the last tree that it cosigned. */
  get size(): number {
    return this.#memory.head(ORIGIN)?.size ?? 0;
  }

  async leave(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  async comeBack(): Promise<void> {
    const { hostname: host, port } = new URL(this.setting.url);
    this.#server = await WitnessServer.start(this.#witness, { host, port: Number(port) }, () => {});
  }

  async close(): Promise<void> {
    await this.leave();
    await this.#memory.close();
  }
}

/** A stranger who answers as it likes where a witness is expected. */
export async function impostor(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const key = noteKey('witness', 'XX.MOH', generateKey('XX.MOH', 'witness').jwk);
  const setting: WitnessSetting = { key, url: `http://127.0.0.1:${port}`, isIndependent: true };
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { setting, close };
}

/** A notary that waits for nothing longer than it must. */
export async function sampleNotary(
  store: EventStore,
  thread: SqliteThread,
  file: string,
  witnesses: WitnessSettings,
): Promise<Notary & AsyncDisposable> {
  const tiles = await TileStore.open(thread, file);
  const parts = { store, tiles, origin: ORIGIN, logKey, witnesses, clock, ids, report: () => {} };
  const notary = new Notary(parts, { every: 5, grace: 50, retryAfter: 20 });
  return Object.assign(notary, {
    async [Symbol.asyncDispose]() {
      await notary.close();
      await tiles.close();
    },
  });
}

/** So many events, each in a stream of its own. */
export async function record(store: EventStore, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const event = { type: 'Noted', data: { at }, at: AT, by: 'HUB' };
    const provenance = { id: ids.uuid(), nonce: ids.nonce(), correlationId: ids.uuid() };
    await store.append(`note-${ids.uuid()}`, 'none', [
      encode(event, { ...provenance, causationId: ids.uuid() }),
    ]);
  }
}
