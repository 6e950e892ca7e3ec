import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseWorker, openReview, revoke, type FederationPlan } from '#client';
import { medicalCertificateContract } from '#contracts';
import type { RecordedEvent } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite';
import { later, type Clock } from '#kernel';
import { ReadModel } from '#projections';
import { recordsView } from '#read-models';
import { generateKey, type Genesis } from '#signing';
import { SqliteThread } from '#sqlite';
import { referenceTo, SampleHistory, until } from '#testing';
import { logStream, noteKey } from '#transparency';
import { WitnessMemory } from '../../../apps/adapter/witness/witness-memory.ts';
import { WitnessServer } from '../../../apps/adapter/witness/witness-server.ts';
import { Witness } from '../../../apps/adapter/witness/witness.ts';
import { Notary } from '../../../apps/notary/notary.ts';
import { TileStore } from '../../../apps/notary/tiles/tile-store.ts';

/** A store as a hub and a notary leave it on disk, with all that is needed to check it. */
export type KeptStore = {
  readonly folder: string;
  readonly events: string;
  readonly log: string;
  readonly records: string;
  readonly genesis: Genesis;
  /** The newest checkpoint, as a witness keeps it. */
  readonly checkpoint: string;
  remove(): Promise<void>;
};

/** As few as it takes: a check verifies each of their statements. */
const PLAN: FederationPlan = {
  origin: 'hub.example',
  quorum: 2,
  states: ['KG', 'RU'].map((state) => ({ state, name: `State ${state}` })),
  authorities: ['KG.MOH', 'RU.MOH'].map((id) => ({
    ...{ id, name: `Ministry ${id}`, roles: ['health-ministry'], signsContracts: true },
    uses: ['record', 'statement'],
  })),
  agencies: [],
};

/** Some fifty events: a federation, a contract, certificates and what became of them, under several checkpoints. */
export async function keptStore(certificates = 20): Promise<KeptStore> {
  const folder = await mkdtemp(join(tmpdir(), 'kept-store-'));
  const [events, log, records] = ['events.db', 'log.db', 'records.db'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const history = new SampleHistory(PLAN);
  const thread = SqliteThread.start();
  const store = await SqliteEventStore.open(thread, events);
  const notary = await signing(store, history, thread, folder, log);
  let appended = 0;
  /** Everything new, and a checkpoint over it. */
  const logged = async () => {
    for (const events of appendsOf(history.events.slice(appended))) {
      const [{ stream, revision }] = events;
      await store.append(stream, revision === 0 ? 'none' : revision - 1, events);
    }
    appended = history.events.length;
    await until(() => notary.size === appended);
    // Its own events, too, stand in its file.
    const { length } = await store.readStream(
      logStream(history.federation.genesis.document.origin),
    );
    await until(() => notary.own === length);
  };
  await logged();
  for (const step of lifeOf(history, certificates)) {
    step();
    await logged();
  }
  const model = await ReadModel.open(thread, records, recordsView, store);
  await model.caughtUp;
  await model.close();
  const { checkpoint } = notary;
  await notary.close();
  await store.close();
  await thread.close();
  return {
    ...{ folder, events, log, records, checkpoint },
    genesis: history.federation.genesis.document,
    remove: () => rm(folder, { recursive: true }),
  };
}

type Append = [RecordedEvent, ...RecordedEvent[]];

/** Events by the appends they came in: of one request, in one stream. */
function appendsOf(events: readonly RecordedEvent[]): readonly Append[] {
  const appends: Append[] = [];
  const requestOf = ({ metadata }: RecordedEvent) =>
    (JSON.parse(metadata) as { correlationId: string }).correlationId;
  for (const event of events) {
    const last = appends.at(-1);
    const isMore = last?.[0].stream === event.stream && requestOf(last[0]) === requestOf(event);
    if (isMore) last.push(event);
    else appends.push([event]);
  }
  return appends;
}

async function signing(
  store: SqliteEventStore,
  history: SampleHistory,
  thread: SqliteThread,
  folder: string,
  file: string,
) {
  const clock: Clock = { now: () => history.now };
  const tiles = await TileStore.open(thread, file);
  const ids = { uuid: () => randomUUID(), nonce: () => randomBytes(16).toString('base64url') };
  const { origin } = history.federation.genesis.document;
  const parts = { store, tiles, origin, logKey: history.key('HUB log'), ids };
  const report = (what: string) => {
    throw new Error(what);
  };
  const log = noteKey('log', origin, parts.logKey.jwk);
  const key = generateKey('witness.example', 'witness');
  const memory = await WitnessMemory.open(thread, join(folder, 'witness.db'));
  const witness = new Witness({ key, logs: [log], memory, clock });
  const server = await WitnessServer.start(witness, { host: '127.0.0.1', port: 0 }, report);
  const asked = { key: noteKey('witness', key.holder, key.jwk), url: server.url };
  const witnesses = {
    witnesses: [{ ...asked, isIndependent: true }],
    quorum: 1,
    dishonest: 0,
  };
  const notary = new Notary({ ...parts, witnesses, clock, report }, { every: 5, grace: 0 });
  return {
    get size() {
      return notary.log.published?.size ?? 0;
    },
    get own() {
      return notary.log.own.count;
    },
    get checkpoint() {
      return notary.log.published!.checkpoint;
    },
    async close() {
      await notary.close();
      await server.close();
      await memory.close();
      await tiles.close();
    },
  };
}

/** What happens between two checkpoints, one after the other. */
function* lifeOf(history: SampleHistory, certificates: number): Generator<() => void> {
  const contract = medicalCertificateContract({
    id: 'kg-ru',
    parties: ['KG', 'RU'].map((state) => ({ state, health: `${state}.MOH` })),
    validFrom: history.now,
    validUntil: later(history.now, 365 * 86_400),
  });
  yield () => history.agree(contract);
  const issued = Array.from({ length: certificates }, () => () => history.issue());
  const records: ReturnType<SampleHistory['issue']>[] = [];
  for (let at = 0; at < issued.length; at += 5)
    yield () => {
      records.push(...issued.slice(at, at + 5).map((issue) => issue()));
      history.pass(5);
    };
  const ministry = history.key('KG.MOH statement');
  const said = () => ({ record: referenceTo(records[0]!) });
  yield () =>
    void history.about(
      'revocation+jws',
      revoke(ministry, history.now, { ...said(), reason: 'NEW_FINDING' }),
    );
  yield () => {
    const doubt = { record: referenceTo(records[1]!), reason: 'RECIPIENT_DOUBT' as const };
    history.about('review+jws', openReview(history.key('RU.MOH statement'), history.now, doubt));
    history.issue({ supersedes: records[2]! });
  };
  yield () => {
    const { issuer, id } = records[3]!;
    const about = { record: { issuer, id }, basis: 'CONSENT_WITHDRAWN' };
    history.erase(eraseWorker(ministry, history.now, about));
    history.pass(5);
  };
}
