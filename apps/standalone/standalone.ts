import { readFile } from 'node:fs/promises';
import { join, dirname } from 'node:path';
import { KeyFolder } from '#client';
import type { EventStore } from '#event-store';
import { EventStoreDbEventStore } from '#event-store/eventstoredb';
import { SqliteEventStore } from '#event-store/sqlite';
import type { FanOut } from '#fan-out';
import { EmbeddedFanOut } from '#fan-out/embedded';
import { KafkaFanOut } from '#fan-out/kafka';
import {
  Health,
  reportTo,
  type Configuration,
  type EventStoreUrl,
  type Lifecycle,
  type Logger,
  type Report,
  type Variable,
} from '#platform';
import { verifyGenesis, type GenesisFile } from '#signing';
import { SqliteThread } from '#sqlite';
import { createHubServer } from '../hub/hub-server.ts';
import { openHub, type HubParts } from '../hub/hub.life.ts';
import { Notary } from '../notary/notary.ts';
import { TileStore } from '../notary/tiles/tile-store.ts';
import { Relay } from '../relay/relay.ts';
import { RelaySecrets } from '../relay/relay-secrets.ts';
import { startAdapters } from './adapters.ts';
import { openVault } from './open-vault.ts';
import { endorseTrial } from './trial/found-trial.ts';

/** What the process reads from its environment. */
export const VARIABLES = [
  'ORIGIN',
  'HOST',
  'PORT',
  'GENESIS',
  'EVENT_STORE_URL',
  'ACCESS_LOG_URL',
  'FAN_OUT_URL',
  'VAULT_URL',
  'VAULT_EPOCH_KEYS',
  'KEYS',
  'KEY_PASSPHRASE',
  'RELAY_SECRET',
  'CONTRACT_MARGIN_SECONDS',
  'VIEW_AGE_LIMIT_SECONDS',
  'NATIONAL_SYSTEM_URL',
  'LOG_LEVEL',
] as const satisfies readonly Variable[];

export type StandaloneConfiguration = Configuration<(typeof VARIABLES)[number]>;

/**
 * The whole hub in one process over embedded storage: HTTP API, relay, and the adapters of the states whose keys are
 * here. Each part is closed before the one it stands on. Resolves once all of it works.
 */
export async function startStandalone(
  configuration: StandaloneConfiguration,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<void> {
  const started = performance.now();
  const genesisFile = JSON.parse(await readFile(configuration.GENESIS, 'utf8')) as GenesisFile;
  const genesis = verifyGenesis(genesisFile);
  const keys = new KeyFolder(configuration.KEYS, configuration.KEY_PASSPHRASE);
  const [receiptKey, hubLaneKey, logKey] = await Promise.all([
    keys.load('HUB', 'receipt'),
    keys.load('HUB', 'lane'),
    keys.load('HUB', 'log'),
  ]);
  const hubThread = startThread('hub-thread', lifecycle);
  const carryingThread = startThread('carrying-thread', lifecycle);
  const ports = await openPorts(configuration, hubThread, lifecycle);
  const parts = await openHub(ports, {
    origin: configuration.ORIGIN,
    authority: new URL(configuration.ORIGIN).host,
    genesisFile,
    receiptKey,
    contractMarginSeconds: configuration.CONTRACT_MARGIN_SECONDS,
    viewAgeLimitSeconds: configuration.VIEW_AGE_LIMIT_SECONDS,
    readModelFolder: join(folderOf(configuration), 'views'),
  });
  const report = reportTo(logger);
  const tiles = await TileStore.open(carryingThread, join(folderOf(configuration), 'log.db'));
  lifecycle.onClose('log-tiles', () => tiles.close());
  const { store, clock, ids } = parts;
  const notary = new Notary({ store, tiles, origin: genesis.origin, logKey, clock, ids, report });
  lifecycle.onClose('notary', () => notary.close());
  const ready = await serve(parts, configuration, logger, lifecycle, notary);
  const fanOut = await openFanOut(configuration, carryingThread, report);
  lifecycle.onClose('fan-out', () => fanOut.close());
  const relay = new Relay(
    genesis.states.map(({ state }) => state),
    {
      store: parts.store,
      vault: parts.vault,
      fanOut,
      secrets: new RelaySecrets(configuration.RELAY_SECRET),
      hubLaneKey,
      clock: parts.clock,
      report,
    },
  );
  lifecycle.onClose('relay', () => relay.close());
  await startAdapters(
    { configuration, genesis, keys, fanOut, thread: carryingThread, clock: parts.clock, report },
    lifecycle,
  );
  ready();
  logger.info('process.ready', {
    origin: configuration.ORIGIN,
    milliseconds: Math.round(performance.now() - started),
  });
}

/** Hub and what carries have a thread each, as they would have as processes of their own. */
function startThread(part: string, lifecycle: Lifecycle): SqliteThread {
  const thread = SqliteThread.start();
  lifecycle.onClose(part, () => thread.close());
  return thread;
}

const openEventStore = async (thread: SqliteThread, url: EventStoreUrl): Promise<EventStore> =>
  url.kind === 'sqlite' ? SqliteEventStore.open(thread, url.file) : new EventStoreDbEventStore(url);

/** Read models lie beside an embedded store, and beside the genesis document where the store is a server. */
const folderOf = ({ EVENT_STORE_URL, GENESIS }: StandaloneConfiguration): string =>
  dirname(EVENT_STORE_URL.kind === 'sqlite' ? EVENT_STORE_URL.file : GENESIS);

async function openPorts(
  configuration: StandaloneConfiguration,
  thread: SqliteThread,
  lifecycle: Lifecycle,
) {
  const store = await openEventStore(thread, configuration.EVENT_STORE_URL);
  lifecycle.onClose('event-store', () => store.close());
  const accessStore = await openEventStore(thread, configuration.ACCESS_LOG_URL);
  lifecycle.onClose('access-log', () => accessStore.close());
  const vault = await openVault(configuration, thread);
  lifecycle.onClose('vault', () => vault.close());
  return { store, accessStore, vault, thread };
}

async function openFanOut(
  { FAN_OUT_URL: url }: StandaloneConfiguration,
  thread: SqliteThread,
  report: Report,
): Promise<FanOut> {
  return url.kind === 'kafka'
    ? KafkaFanOut.open(url, { report })
    : EmbeddedFanOut.open(thread, url.file);
}

/** Opens the doors. What it returns says that everything works; until then the process is not ready. */
async function serve(
  parts: HubParts,
  { HOST, PORT, GENESIS, ORIGIN }: StandaloneConfiguration,
  logger: Logger,
  lifecycle: Lifecycle,
  notary: Notary,
): Promise<() => void> {
  const server = await createHubServer({ ...parts, log: notary }, logger);
  lifecycle.onClose('http', () => server.close());
  let isReady = false;
  const health = server.get(Health);
  health.register('standalone', () => (isReady ? undefined : 'starting'));
  health.register('log', () => notary.refusal && 'signs no checkpoints: ' + notary.refusal.code);
  await server.listen(PORT, HOST);
  await endorseTrial({ GENESIS, ORIGIN });
  return () => {
    isReady = true;
  };
}
