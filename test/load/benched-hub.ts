import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  foundFederation,
  HubClient,
  KeyFolder,
  licenseAgency,
  endorseKey,
  trialPlan,
} from '#client';
import { medicalCertificateContract, signContract } from '#contracts';
import { later } from '#kernel';
import { generateKey, type Genesis, type SigningKey } from '#signing';
import { firstLine, start, stop } from './child.ts';
import { freePort } from './free-port.ts';
import { wire } from './wire.ts';

/** As many questions a minute as a contract may allow: not what is measured. */
const QUESTIONS_PER_MINUTE = 100_000;

/** A CPU profile of every hub is written to the folder that BENCH_PROFILE names. */
const profilingFlags = (): string[] =>
  process.env['BENCH_PROFILE']
    ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`]
    : [];

/** A hub of five states with a contract between three of them, in a process of its own. */
export class BenchedHub {
  readonly port: number;
  readonly origin: string;
  readonly genesis: Genesis;
  readonly #folder: string;
  readonly #keys: ReadonlyMap<string, SigningKey>;
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  private constructor(
    port: number,
    genesis: Genesis,
    folder: string,
    keys: ReadonlyMap<string, SigningKey>,
    passphrase: string,
  ) {
    this.port = port;
    this.origin = `http://127.0.0.1:${port}`;
    this.genesis = genesis;
    this.#folder = folder;
    this.#keys = keys;
    this.#environment = {
      ...process.env,
      ORIGIN: this.origin,
      PORT: String(port),
      KEY_PASSPHRASE: passphrase,
      LOG_LEVEL: 'warn',
    };
  }

  /** Founds and starts one with its data in `folder`. */
  static async start(folder: string): Promise<BenchedHub> {
    const port = await freePort();
    const plan = trialPlan(`127.0.0.1:${port}`);
    const { genesis, keys, statements } = foundFederation(plan, new Date().toISOString());
    const passphrase = randomBytes(16).toString('hex');
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data', 'genesis.json'), JSON.stringify(genesis));
    await new KeyFolder(join(folder, 'data', 'keys'), passphrase).save(
      keys.get('HUB receipt')!,
      'receipt',
    );
    const hub = new BenchedHub(port, genesis.document, folder, keys, passphrase);
    await hub.open();
    const anybody = new HubClient(hub.origin);
    for (const statement of statements) await anybody.submitStatement(statement);
    await hub.#conclude();
    return hub;
  }

  async open(): Promise<void> {
    this.#child = start('hub', [], {
      cwd: this.#folder,
      env: this.#environment,
      flags: profilingFlags(),
    });
    await firstLine(this.#child);
  }

  /** Resolves once it says that it is ready. */
  async ready(): Promise<void> {
    while (!(await fetch(`${this.origin}/health/ready`)).ok) await sleep(10);
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

  /** A case that was answered faster because something was refused or lost would be no figure. */
  assertStored(records: number): void {
    const database = new DatabaseSync(this.eventsFile, { readOnly: true });
    const count = database.prepare(`SELECT count(*) FROM event WHERE type = 'CertificateIssued'`);
    count.setReturnArrays(true);
    const [stored] = count.get() as unknown as [number];
    database.close();
    if (stored !== records) throw new Error(`${stored} records are stored, not ${records}`);
  }

  key(holder: string, use: string): SigningKey {
    return this.#keys.get(`${holder} ${use}`)!;
  }

  client(holder: string): HubClient {
    return new HubClient(this.origin, this.key(holder, 'request'));
  }

  /** A request of `holder`, ready to send. */
  request(path: string, holder: string, body?: Buffer, contentType?: string): Buffer {
    return this.requestWith(this.key(holder, 'request'), path, body, contentType);
  }

  requestWith(key: SigningKey, path: string, body?: Buffer, contentType?: string): Buffer {
    return wire({
      origin: this.origin,
      path,
      key,
      ...(body && { body }),
      ...(contentType !== undefined && { contentType }),
    });
  }

  /** Licenses agencies in Russia; gives their request keys. */
  async licenseAgencies(count: number): Promise<SigningKey[]> {
    const at = new Date().toISOString();
    const by = this.key('RU.MOL', 'statement');
    const anybody = new HubClient(this.origin);
    const keys: SigningKey[] = [];
    for (let n = 1; n <= count; n++) {
      const agency = `RU.BENCH${n}`;
      const key = generateKey(agency, 'request');
      const { alg, jwk } = key;
      const until = later(at, 30 * 86_400);
      const licence = licenseAgency(by, at, {
        act: 'LICENSE',
        agency,
        name: `Sample Recruitment ${n}`,
        number: `RU-BENCH-${n}`,
        destinations: ['RU'],
        validFrom: at.slice(0, 10),
        validUntil: until.slice(0, 10),
        feePolicy: 'NO_FEE',
      });
      await anybody.submitStatement(licence);
      const endorsed = {
        holder: agency,
        use: 'request',
        alg,
        jwk,
        validFrom: at,
        validUntil: until,
      };
      await anybody.submitStatement(endorseKey(by, at, { key: { ...endorsed, use: 'request' } }));
      keys.push(key);
    }
    return keys;
  }

  async #conclude(): Promise<void> {
    const now = new Date().toISOString();
    const states = ['KG', 'RU', 'KZ'];
    const document = {
      ...medicalCertificateContract({
        id: 'bench',
        parties: states.map((state) => ({ state, health: `${state}.MOH` })),
        validFrom: now,
        validUntil: later(now, 365 * 86_400),
      }),
      rateLimits: { verificationsPerMinute: QUESTIONS_PER_MINUTE },
    };
    const { hash } = await this.client('KG.MOH').proposeContract(document);
    for (const state of states) {
      const holder = `${state}.MOH`;
      const signature = signContract(document, this.key(holder, 'statement'));
      await this.client(holder).signContract('bench', hash, signature);
    }
  }
}
