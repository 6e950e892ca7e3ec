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
import { Notary } from '../../notary/notary.ts';
import { TileStore } from '../../notary/tiles/tile-store.ts';
import { createHubServer } from '../hub-server.ts';
import { openHub, type HubParts } from '../hub.life.ts';

export type HubConfiguration = Configuration<VariableOf<'hub'>>;

export type StartedHub = Operations & {
  readonly parts: HubParts;
  /** The process is not ready before this is called: who runs more beside the hub has that ready first. */
  readonly ready: () => void;
};

/**
 * A hub with a notary of its own (ADR 13): opens what it works with, and its doors last. All of it works
 * when this resolves.
 * @param beside hosts what no push waits for
 */
export async function startHub(
  configuration: HubConfiguration,
  keys: KeyFolder,
  beside: Resources,
  logger: Logger,
  lifecycle: Lifecycle,
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
        keys: statusKeys,
        ttlSeconds: configuration.STATUS_LIST_TTL_SECONDS,
        lifeSeconds: configuration.STATUS_LIST_LIFE_SECONDS,
      },
      readModelFolder: join(DATA, 'views'),
    },
  );
  const tiles = await TileStore.open(beside.thread, join(DATA, 'log.db'));
  lifecycle.onClose('log-tiles', () => tiles.close());
  const { clock, ids } = parts;
  const notary = new Notary({ store, tiles, origin: genesis.origin, logKey, clock, ids, report });
  lifecycle.onClose('notary', () => notary.close());
  const server = await createHubServer({ ...parts, log: notary.log }, logger);
  lifecycle.onClose('http', () => server.close());
  const [health, metrics] = [server.get(Health), server.get(Metrics)];
  health.register(
    'log',
    () => notary.log.refusal && `signs no checkpoints: ${notary.log.refusal.message}`,
  );
  const ready = health.starting();
  await server.listen(PORT, HOST);
  return { parts, health, metrics, ready };
}
