import { join } from 'node:path';
import type { KeyFolder } from '#client';
import { readGenesis, Resources } from '#composition';
import {
  Health,
  Metrics,
  reportTo,
  type Configuration,
  type Lifecycle,
  type Logger,
  type Operations,
  type VariableOf,
} from '#platform';
import type { SqliteThread } from '#sqlite';
import { accessLogOrigin, noteKey } from '#transparency';
import { Notary, type NotaryParts } from '../../notary/notary.ts';
import { witnessSettings } from '../../notary/process/witness-settings.ts';
import { TileStore } from '../../notary/tiles/tile-store.ts';
import type { WitnessSetting } from '../../notary/witnesses/asked-witness.ts';
import { createHubServer } from '../hub-server.ts';
import { openHub, type HubParts } from '../hub.life.ts';
import { StatusKeys } from '../status-lists/status-keys.ts';

export type HubConfiguration = Configuration<VariableOf<'hub'>>;

export type StartedHub = Operations & {
  readonly parts: HubParts;
  /** The process is not ready before this is called: who runs more beside the hub has that ready first. */
  readonly ready: () => void;
};

type NotaryPorts = {
  readonly thread: SqliteThread;
  readonly folder: string;
  readonly lifecycle: Lifecycle;
};

/** A notary over one store, its tiles in a file that is called as the notary is. */
async function startNotary(
  part: string,
  parts: Omit<NotaryParts, 'tiles'>,
  { thread, folder, lifecycle }: NotaryPorts,
): Promise<Notary> {
  const tiles = await TileStore.open(thread, join(folder, `${part}.db`));
  lifecycle.onClose(`${part}-tiles`, () => tiles.close());
  const notary = new Notary({ ...parts, tiles });
  lifecycle.onClose(part, () => notary.close());
  return notary;
}

/**
 * A hub with a notary of its own (ADR 13): opens what it works with, and its doors last. All of it works
 * when this resolves.
 * @param beside hosts what no push waits for
 * @param own witnesses that work in this process
 */
export async function startHub(
  configuration: HubConfiguration,
  keys: KeyFolder,
  beside: Resources,
  logger: Logger,
  lifecycle: Lifecycle,
  own: readonly WitnessSetting[] = [],
): Promise<StartedHub> {
  const { DATA, ORIGIN, EVENT_STORE_URL, ACCESS_LOG_URL, HOST, PORT } = configuration;
  const report = reportTo(logger);
  const [{ genesis, genesisFile }, receiptKey, logKey, statusKeys] = await Promise.all([
    readGenesis(configuration),
    keys.load('HUB', 'receipt'),
    keys.load('HUB', 'log'),
    keys.loadAll('status'),
  ]);
  const resources = new Resources(lifecycle, report);
  const store = await resources.eventStore('event-store', EVENT_STORE_URL);
  const accessStore = await resources.eventStore('access-log', ACCESS_LOG_URL);
  const vault = await resources.vault(configuration);
  const parts = await openHub(
    { store, accessStore, vault, thread: resources.thread },
    {
      origin: ORIGIN,
      authority: new URL(ORIGIN).host,
      genesisFile,
      receiptKey,
      contractMarginSeconds: configuration.CONTRACT_MARGIN_SECONDS,
      viewAgeLimitSeconds: configuration.VIEW_AGE_LIMIT_SECONDS,
      statusLists: {
        keys: new StatusKeys(statusKeys, () => keys.loadAll('status'), report),
        ttlSeconds: configuration.STATUS_LIST_TTL_SECONDS,
        lifeSeconds: configuration.STATUS_LIST_LIFE_SECONDS,
      },
      unwitnessedLimitSeconds: configuration.UNWITNESSED_LIMIT_SECONDS,
      readModelFolder: join(DATA, 'views'),
    },
  );
  const { clock, ids } = parts;
  const policyLog = noteKey('log', genesis.origin, genesis.hub.log);
  const witnesses = await witnessSettings(configuration, policyLog, own);
  const notaries: NotaryPorts = { thread: beside.thread, folder: DATA, lifecycle };
  const common = { logKey, witnesses, clock, ids, report };
  const notary = await startNotary('log', { ...common, store, origin: genesis.origin }, notaries);
  const access = await startNotary(
    'access-log-tree',
    { ...common, store: accessStore, origin: accessLogOrigin(genesis.origin) },
    notaries,
  );
  const shown = { log: notary.log, accessLog: access.log, witnessing: notary };
  const server = await createHubServer({ ...parts, ...shown }, logger);
  lifecycle.onClose('http', () => server.close());
  const [health, metrics] = [server.get(Health), server.get(Metrics)];
  const ready = health.starting();
  await server.listen(PORT, HOST);
  return { parts, health, metrics, ready };
}
