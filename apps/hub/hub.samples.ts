import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import {
  endorseKey,
  foundFederation,
  HubClient,
  trialPlan,
  type Federation,
  type Push,
} from '#client';
import { medicalCertificateContract, signContract, type ContractDocument } from '#contracts';
import type { RecordedEvent } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite';
import { later, stateOf, type Instant, type KeyUse } from '#kernel';
import { PinoLogger } from '#platform';
import { generateKey, publicHalf, signRequest, type SigningKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { freePort, sampleIssue, type SampleIssuance, type SampleIssue } from '#testing';
import { SqliteVault } from '#vault/sqlite';
import { openHub, type HubParts } from './hub.life.ts';
import type { HubOptions } from './hub.options.ts';
import { createHubServer } from './hub-server.ts';
import { answerOf, bytesOf, type Answer, type Question } from './question.samples.ts';
import { openApiOf } from './publication/openapi.ts';
import { StatusKeys } from './status-lists/status-keys.ts';
import { faultOfEvent, PublishedAnswers } from './publication/published.samples.ts';

type Settings = Partial<
  Pick<
    HubOptions,
    'contractMarginSeconds' | 'viewAgeLimitSeconds' | 'statusLists' | 'unwitnessedLimitSeconds'
  >
> &
  Pick<HubParts, 'log' | 'accessLog' | 'witnessing'>;

/** Between which states; the first is where `certificate` comes from. */
const PARTIES = ['KG', 'RU', 'KZ'];

/** A contract of the parties, valid around now, that no spec asks too often under. */
export const sampleContract = (change: Partial<ContractDocument> = {}): ContractDocument => ({
  ...medicalCertificateContract({
    id: 'kg-ru-kz',
    parties: PARTIES.map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
  }),
  rateLimits: { verificationsPerMinute: 10_000 },
  ...change,
});

/** A hub over HTTP in this process, with a founded federation and everybody's keys. Its data are in a folder of their own. */
export class TestHub {
  readonly origin: string;
  readonly federation: Federation;
  /** What the hub has logged, a line each. */
  readonly log: string[] = [];
  /** Keys for status lists that somebody put beside the hub's while it runs. */
  readonly statusKeys: SigningKey[] = [];
  /** How many requests have begun. */
  begun = 0;
  readonly #folder: string;
  readonly #settings: Settings;
  #running: Running | undefined;
  #people = 0;
  /** Answers that are not as published. */
  readonly #faults: string[] = [];
  static #published: PublishedAnswers | undefined;

  private constructor(folder: string, port: number, settings: Settings) {
    this.#folder = folder;
    this.origin = `http://127.0.0.1:${port}`;
    this.#settings = settings;
    this.federation = foundFederation(
      trialPlan(`127.0.0.1:${port}`),
      new Date(Date.now() - 60_000).toISOString(),
    );
  }

  /** Starts a hub with the trial federation endorsed and, unless another is given, the sample contract in force. */
  static async start({
    contracts = [sampleContract()],
    ...settings
  }: Settings & { readonly contracts?: readonly ContractDocument[] } = {}): Promise<TestHub> {
    const folder = await mkdtemp(join(tmpdir(), 'hub-'));
    const hub = new TestHub(folder, await freePort(), settings);
    await hub.open();
    for (const statement of hub.federation.statements) await hub.anybody.submitStatement(statement);
    for (const document of contracts) await hub.conclude(document);
    return hub;
  }

  /** Opens the doors, on the same port and over the same data as before. */
  async open(): Promise<void> {
    const thread = SqliteThread.start();
    try {
      await this.#open(thread);
    } catch (error) {
      await thread.close();
      throw error;
    }
  }

  async #open(thread: SqliteThread): Promise<void> {
    const logger = new PinoLogger('debug', { write: (line) => this.log.push(line) });
    const open = (file: string) => SqliteEventStore.open(thread, this.file(file));
    const [store, accessStore] = [await open('events.db'), await open('access.db')];
    const vault = await SqliteVault.open({
      thread,
      file: this.file('vault.db'),
      epochKeys: this.file('epochs'),
    });
    const { host, hostname, port } = new URL(this.origin);
    const parts = await openHub(
      { store, accessStore, vault, thread },
      {
        origin: this.origin,
        authority: host,
        genesisFile: this.federation.genesis,
        receiptKey: this.key('HUB receipt'),
        contractMarginSeconds: 0,
        viewAgeLimitSeconds: 10,
        statusLists: {
          keys: new StatusKeys(
            [...this.federation.keys.values()].filter(({ use }) => use === 'status'),
            async () => this.statusKeys,
          ),
          ttlSeconds: 60,
          lifeSeconds: 86_400,
        },
        readModelFolder: this.file('views'),
        ...this.#settings,
      },
    );
    const server = await createHubServer({ ...parts, ...this.#settings }, logger);
    const published = (TestHub.#published ??= new PublishedAnswers(openApiOf(server)));
    const fastify: FastifyInstance = server.getHttpAdapter().getInstance();
    published.watch(fastify, (fault) => this.#faults.push(fault));
    fastify.addHook('onRequest', async () => void this.begun++);
    await server.listen(port, hostname);
    this.#running = { parts, server, accessStore, thread, ports: [store, accessStore, vault] };
  }

  /** Answers what it has begun, and ends. */
  async shut(): Promise<void> {
    const { server, ports, thread } = this.running;
    this.#running = undefined;
    await server.close();
    for (const port of ports) await port.close();
    await thread.close();
  }

  async restart(): Promise<void> {
    await this.shut();
    await this.open();
  }

  /** Ends, and leaves nothing behind. @throws Error if it ever answered or stored what contracts/ does not describe */
  async close(): Promise<void> {
    if (!this.#running) await this.open();
    const stored = [...(await this.events()), ...(await this.events('access'))];
    const faults = [...this.#faults, ...stored.flatMap((event) => faultOfEvent(event) ?? [])];
    await this.shut();
    await rm(this.#folder, { recursive: true });
    if (faults.length > 0) throw new Error([...new Set(faults)].join('\n'));
  }

  get running(): Running {
    if (!this.#running) throw new Error('the hub is not open');
    return this.#running;
  }

  /** Where its data are: `events.db`, `access.db`, `vault.db`, `views`. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** `key('KG.MOH record')`, `key('KG root')`, `key('HUB receipt')`. */
  key(name: string): SigningKey {
    const key = this.federation.keys.get(name);
    if (!key) throw new Error(`nobody has the key ${name}`);
    return key;
  }

  get receiptKey() {
    return publicHalf(this.key('HUB receipt'));
  }

  /** The hub as a participant uses it. */
  client(holder: string): HubClient {
    return new HubClient(this.origin, this.key(`${holder} request`));
  }

  get anybody(): HubClient {
    return new HubClient(this.origin);
  }

  /** A new key that the holder's state endorses, valid from and until so many seconds from now. */
  async endorsed(
    holder: string,
    use: KeyUse,
    { from = -3600, until = 3600 }: { readonly from?: number; readonly until?: number } = {},
  ): Promise<SigningKey> {
    const key = generateKey(holder, use);
    const { alg, jwk } = key;
    const at = this.now();
    const validity = { validFrom: later(at, from), validUntil: later(at, until) };
    const statement = { key: { holder, use, alg, jwk, ...validity } };
    const root = this.key(`${stateOf(holder)} root`);
    await this.anybody.submitStatement(endorseKey(root, at, statement));
    return key;
  }

  /** Every party signs; in force when this resolves. */
  async conclude(document: ContractDocument): Promise<string> {
    const { hash } = await this.client(`${document.parties[0]}.MOH`).proposeContract(document);
    for (const state of document.parties) {
      const signature = signContract(document, this.key(`${state}.MOH statement`));
      await this.client(`${state}.MOH`).signContract(document.id, hash, signature);
    }
    return hash;
  }

  /** A certificate of another invented person each time, signed and not pushed. Clearances with `clearances` of their own indices. */
  async certificate({
    clearances = 0,
    issuer = 'KG.MOH',
    ...changes
  }: Partial<SampleIssuance> & { readonly clearances?: number } = {}): Promise<Certificate> {
    const { uri, indices } = clearances
      ? await this.client(issuer).allocateStatusIndices(issuer, clearances)
      : { uri: '', indices: [] };
    const made = await sampleIssue({
      n: ++this.#people,
      key: this.key(`${issuer} record`),
      issuer,
      status: indices.map((index) => ({ list: uri, index })),
      ...changes,
    });
    const push = {
      record: made.record,
      ...(made.clearances.length > 0 && { clearances: made.clearances }),
      ...(made.sealed.length > 0 && { sealed: made.sealed }),
    };
    return { ...made, issuer, push };
  }

  /** A certificate that the hub has. */
  async pushed(changes: Parameters<TestHub['certificate']>[0] = {}): Promise<Certificate> {
    const certificate = await this.certificate(changes);
    await this.client(certificate.issuer).pushCertificate(certificate.push);
    return certificate;
  }

  /** One request, signed as asked, and what came back whatever it is. */
  async ask(path: string, question: Question = {}): Promise<Answer> {
    const { method = question.body === undefined ? 'GET' : 'POST', by, headers } = question;
    const body = bytesOf(question.body);
    const url = `${this.origin}${path}`;
    const key = typeof by === 'string' ? this.key(`${by} request`) : by;
    const response = await fetch(url, {
      method,
      headers: {
        ...(body && { 'content-type': question.contentType ?? 'application/json' }),
        ...(key && signRequest({ method, url, key, ...(body && { body }) })),
        ...headers,
      },
      ...(body && { body }),
    });
    return answerOf(response);
  }

  /** Every stored event of the exchange, or of the access log. */
  async events(which: 'exchange' | 'access' = 'exchange'): Promise<RecordedEvent[]> {
    const { parts, accessStore } = this.running;
    const store = which === 'access' ? accessStore : parts.store;
    const events: RecordedEvent[] = [];
    for await (const event of store.readAll('start')) events.push(event);
    return events;
  }

  /** The present, as statements name it. */
  now(): Instant {
    return this.running.parts.clock.now();
  }
}

type Running = {
  readonly parts: HubParts;
  readonly server: NestFastifyApplication;
  readonly accessStore: SqliteEventStore;
  readonly thread: SqliteThread;
  readonly ports: readonly { close(): Promise<void> }[];
};

export type Certificate = SampleIssue & { readonly issuer: string; readonly push: Push };
