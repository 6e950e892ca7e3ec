import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foundFederation, HubClient, KeyFolder, trialPlan, type Keys } from '#client';
import { genesisHash, type Genesis, type SigningKey } from '#signing';
import { freePort, until } from '#testing';
import { startFlags } from '../stage/built.ts';
import { QUICK } from '../stage/stage.ts';
import { start, stop } from './child.ts';
import { wire } from './wire.ts';

/**
 * What is measured: a hub alone, or with its log and witnesses, as where relay and adapters are processes of their own; what
 * `npm start` runs; or of that only the hub and its relay, for each state has its keys, and so its adapter, elsewhere.
 */
const PROCESSES = {
  hub: './processes/hub.process',
  witnessed: './processes/witnessed-hub.process',
  standalone: '../../apps/standalone/main',
  carrying: '../../apps/standalone/main',
};

/** Whether a process has a key. */
const HAS = (kind: keyof typeof PROCESSES, { holder, use }: SigningKey): boolean =>
  kind !== 'carrying' || holder === 'HUB' || use === 'status';

/** A CPU profile of every hub is written to the folder that BENCH_PROFILE names. */
const profilingFlags = (folder = process.env['BENCH_PROFILE']): string[] =>
  folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];

/** Milliseconds: read models of a store that grew meanwhile are made before a hub is ready. */
const PATIENCE = 300_000;

/** A hub of five states in a process of its own, with its data in a folder. */
export class BenchedHub {
  readonly port: number;
  readonly origin: string;
  readonly genesis: Genesis;
  readonly #process: string;
  readonly #folder: string;
  readonly #keys: Keys;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  private constructor(
    of: Pick<BenchedHub, 'port' | 'origin' | 'genesis'>,
    process: string,
    folder: string,
    keys: Keys,
    environment: NodeJS.ProcessEnv,
  ) {
    this.port = of.port;
    this.origin = of.origin;
    this.genesis = of.genesis;
    this.#process = process;
    this.#folder = folder;
    this.#keys = keys;
    this.#environment = environment;
  }

  /** Founds a federation and starts its hub. */
  static async start(
    folder: string,
    kind: keyof typeof PROCESSES = 'hub',
    more: NodeJS.ProcessEnv = {},
  ): Promise<BenchedHub> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const plan = trialPlan(`127.0.0.1:${port}`);
    const { genesis, keys, statements } = foundFederation(plan, new Date().toISOString());
    const passphrase = randomBytes(16).toString('hex');
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'genesis.json'), JSON.stringify(genesis));
    const keyFolder = new KeyFolder(join(folder, 'data', 'keys'), passphrase);
    for (const [name, key] of keys)
      if (HAS(kind, key)) await keyFolder.save(key, name.slice(name.indexOf(' ') + 1));
    const secrets = { KEY_PASSPHRASE: passphrase };
    const of = { port, origin, genesis: genesis.document };
    const hub = new BenchedHub(of, PROCESSES[kind], folder, keys, {
      ...process.env,
      ...secrets,
      ...more,
      ORIGIN: origin,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    });
    await hub.open(QUICK); // Only for the founding: not what is measured.
    const anybody = new HubClient(origin);
    for (const statement of statements) await anybody.submitStatement(statement);
    return hub;
  }

  /** Starts the process, as it is configured by default, and waits until it says that it is ready. */
  async open(changes: NodeJS.ProcessEnv = {}): Promise<void> {
    const log = openSync(join(this.#folder, 'hub.log'), 'a');
    const child = start(this.#process, [], {
      cwd: this.#folder,
      env: { ...this.#environment, ...changes },
      flags: this.flags,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#child = child;
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the hub ended: ${this.#lastWords}`);
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      return answer?.ok ?? false;
    }, PATIENCE);
  }

  get #lastWords(): string {
    return readFileSync(join(this.#folder, 'hub.log'), 'utf8').slice(-2_000);
  }

  /** What Node is told, of memory and of profiles. */
  get flags(): readonly string[] {
    return [...startFlags(), ...profilingFlags()];
  }

  /** The number of the process. */
  get pid(): number {
    return this.#child!.pid!;
  }

  /** What another process is told of this federation, with a folder of its own for keys of one holder. */
  async equip(folder: string, holder: string, uses: readonly string[]): Promise<NodeJS.ProcessEnv> {
    const KEYS = join(folder, 'keys');
    const KEY_PASSPHRASE = this.#environment['KEY_PASSPHRASE']!;
    const keys = new KeyFolder(KEYS, KEY_PASSPHRASE);
    for (const use of uses) await keys.save(this.key(holder, use));
    const GENESIS = join(this.#folder, 'data', 'genesis.json');
    const GENESIS_HASH = genesisHash(this.genesis);
    return { GENESIS, GENESIS_HASH, HUB_URL: this.origin, KEYS, KEY_PASSPHRASE, DATA: folder };
  }

  close(): Promise<void> {
    return this.#child ? stop(this.#child) : Promise.resolve();
  }

  get eventsFile(): string {
    return join(this.#folder, 'data', 'events.db');
  }

  /** The most MiB that the process has ever occupied. Linux only. */
  get mostMemory(): number {
    const status = readFileSync(`/proc/${this.#child!.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
  }

  /** A figure of the store, read beside the running hub. */
  count(sql: string): number {
    const database = new DatabaseSync(this.eventsFile, { readOnly: true });
    const [count] = Object.values(database.prepare(sql).get() ?? {});
    database.close();
    return Number(count);
  }

  /** Deliveries that their authorities have confirmed, by receipts in the store. */
  get confirmed(): number {
    return this.count(
      `SELECT coalesce(sum(json_array_length(data, '$.receipts')), 0) FROM event WHERE type = 'DeliveriesConfirmed'`,
    );
  }

  /** The id and the recordedAt of every event of a type, in their order. */
  stamps(type: string): (readonly [id: string, recordedAt: string])[] {
    const database = new DatabaseSync(this.eventsFile, { readOnly: true });
    const rows = database
      .prepare(
        `SELECT id, json_extract(metadata, '$.recordedAt') AS at FROM event WHERE type = ? ORDER BY position`,
      )
      .all(type);
    database.close();
    return rows.map(({ id, at }) => [String(id), String(at)]);
  }

  /** A case that was answered faster because something was refused or lost would be no figure. */
  assertStored(events: number, type = 'CertificateIssued'): void {
    const stored = this.count(`SELECT count(*) FROM event WHERE type = '${type}'`);
    if (stored !== events) throw new Error(`${stored} ${type} are stored, not ${events}`);
  }

  key(holder: string, use: string): SigningKey {
    return this.#keys.get(`${holder} ${use}`)!;
  }

  client(holder: string): HubClient {
    return new HubClient(this.origin, this.key(holder, 'request'));
  }

  /** A request of `holder`, or of whoever has the key, ready to send. */
  request(
    path: string,
    by: string | SigningKey,
    body?: Buffer,
    contentType = 'application/json',
  ): Buffer {
    const key = typeof by === 'string' ? this.key(by, 'request') : by;
    return wire({ origin: this.origin, path, key, ...(body && { body, contentType }) });
  }
}
