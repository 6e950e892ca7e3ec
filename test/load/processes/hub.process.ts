/**
 * A hub alone: apps/hub over embedded storage in the current folder, as where relay and adapters are processes of
 * their own. Configured like every process.
 */
import { readFileSync } from 'node:fs';
import { createHubServer } from '../../../apps/hub/hub-server.ts';
import { openHub } from '../../../apps/hub/hub.life.ts';
import { StatusKeys } from '../../../apps/hub/status-lists/status-keys.ts';
import { KeyFolder } from '#client';
import { openVault } from '#composition';
import { SqliteEventStore } from '#event-store/sqlite';
import { PinoLogger, readConfiguration, type EventStoreUrl } from '#platform';
import type { GenesisFile } from '#signing';
import { SqliteThread } from '#sqlite';

const settings = readConfiguration(process.env, [
  'ORIGIN',
  'HOST',
  'PORT',
  'GENESIS',
  'EVENT_STORE_URL',
  'ACCESS_LOG_URL',
  'VAULT_URL',
  'VAULT_EPOCH_KEYS',
  'KEYS',
  'KEY_PASSPHRASE',
  'CONTRACT_MARGIN_SECONDS',
  'VIEW_AGE_LIMIT_SECONDS',
  'LOG_LEVEL',
]);

const fileOf = (url: EventStoreUrl): string => {
  if (url.kind !== 'sqlite') throw new Error('This process is for embedded storage.');
  return url.file;
};

const keys = new KeyFolder(settings.KEYS, settings.KEY_PASSPHRASE);
const thread = SqliteThread.start();
const store = await SqliteEventStore.open(thread, fileOf(settings.EVENT_STORE_URL));
const accessStore = await SqliteEventStore.open(thread, fileOf(settings.ACCESS_LOG_URL));
const vault = await openVault(settings, () => thread);
const parts = await openHub(
  { store, accessStore, vault, thread },
  {
    origin: settings.ORIGIN,
    authority: new URL(settings.ORIGIN).host,
    genesisFile: JSON.parse(readFileSync(settings.GENESIS, 'utf8')) as GenesisFile,
    receiptKey: await keys.load('HUB', 'receipt'),
    contractMarginSeconds: settings.CONTRACT_MARGIN_SECONDS,
    viewAgeLimitSeconds: settings.VIEW_AGE_LIMIT_SECONDS,
    statusLists: {
      keys: new StatusKeys(await keys.loadAll('status')),
      ttlSeconds: 60,
      lifeSeconds: 86_400,
    },
    readModelFolder: 'data/views',
  },
);
const server = await createHubServer(parts, new PinoLogger(settings.LOG_LEVEL));
await server.listen(settings.PORT, settings.HOST);

process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => vault.close())
    .then(() => thread.close());
});
