import {
  eventStoreUrl,
  fanOutUrl,
  matching,
  nationalSystemUrl,
  oneOf,
  origin,
  passphrase,
  secretBytes,
  states,
  text,
  wholeNumber,
} from './setting.ts';
import { vaultUrl } from './vault-url.ts';

const FOLDER = { holds: 'the path of a folder' };

/** Every environment variable that a process of the hub reads; docs/configuration.md is made from it. */
export const SETTINGS = {
  ORIGIN: origin({
    meaning:
      'The hub as the world calls it. Request signatures cover its authority; the Host header is never trusted. `npm start` takes HOST and PORT where it is not set.',
    default: 'http://127.0.0.1:8080',
  }),
  HOST: text({
    meaning: 'The address that the HTTP server listens on.',
    holds: 'an IP address or a host name of this machine',
    default: '127.0.0.1',
  }),
  PORT: wholeNumber(0, 65_535, {
    meaning: 'The port that the HTTP server listens on; 0 takes any free one.',
    default: '8080',
  }),
  GENESIS: text({
    meaning: 'The genesis document with its signatures.',
    holds: 'the path of a file',
    default: 'data/genesis.json',
  }),
  GENESIS_HASH: matching(/^[A-Za-z0-9_-]{43}$/, {
    meaning:
      'The hash of the genesis document that this state learned out of band; another document is refused. `npm start`, a hub and a relay do not ask for it.',
    holds: 'a SHA-256 digest, base64url without padding (43 characters)',
  }),
  EVENT_STORE_URL: eventStoreUrl({
    meaning: 'The log of everything exchanged.',
    default: 'sqlite:data/events.db',
  }),
  ACCESS_LOG_URL: eventStoreUrl({
    meaning:
      'The log of who asked for what and was answered how. A store of its own: never the servers of EVENT_STORE_URL.',
    default: 'sqlite:data/access-log.db',
  }),
  FAN_OUT_URL: fanOutUrl({
    meaning:
      'What carries messages from the relay to the country adapters. `kafka://user:password@…` logs in (`?sasl=plain`, `scram-sha-256`, `scram-sha-512`); `?tls=on` and files `authority`, `certificate`, `key` speak TLS; `?partitions=12` is the size of a new lane; `?prefix=` keeps hubs apart that share brokers.',
    default: 'sqlite:data/fan-out.db',
  }),
  VAULT_URL: vaultUrl({
    meaning:
      "The keys of records and owners, and keyed digests to find them by. Never a record's content.",
    default: 'sqlite:data/vault.db',
  }),
  VAULT_EPOCH_KEYS: text({
    ...FOLDER,
    meaning:
      'Where the vault keeps its epoch keys: the same folder for all hubs and relays of one vault. It must never be in a backup of the vault.',
    default: 'data/epoch-keys',
  }),
  DATA: text({
    ...FOLDER,
    meaning:
      "What this process keeps by itself, for no other to use: a hub its views and the log's tiles, which it makes anew; an adapter its inbox, which it must not lose. `npm start` takes the folder of EVENT_STORE_URL, or of GENESIS, where it is not set.",
    default: 'data',
  }),
  KEYS: text({
    ...FOLDER,
    meaning: "Where this process's private keys lie, each in an encrypted file.",
    default: 'data/keys',
  }),
  KEY_PASSPHRASE: passphrase(12, {
    meaning:
      'What opens the private keys in KEYS. Where it is not set, `npm start` draws one and keeps it in the file `passphrase` beside GENESIS.',
  }),
  RELAY_SECRET: secretBytes(32, {
    meaning:
      'Names workers towards recipients, differently towards each, so that no two can join what they got. Changing it breaks the order of messages that wait. Where it is not set, `npm start` draws one and keeps it in the file `relay-secret` beside GENESIS.',
  }),
  CONTRACT_MARGIN_SECONDS: wholeNumber(1, 86_400, {
    meaning:
      'Seconds between the recording of a contract change and the earliest moment it may take effect.',
    default: '60',
  }),
  VIEW_AGE_LIMIT_SECONDS: wholeNumber(1, 3_600, {
    meaning:
      "Seconds that a hub's view may lie behind the store before pushes are refused. At most half of CONTRACT_MARGIN_SECONDS.",
    default: '10',
  }),
  STATUS_LIST_TTL_SECONDS: wholeNumber(1, 3_600, {
    meaning:
      'Seconds for which a copy of a status list may be kept before a newer one is asked for.',
    default: '60',
  }),
  STATUS_LIST_LIFE_SECONDS: wholeNumber(60, 604_800, {
    meaning:
      'Seconds after which a status list says nothing any more: as long as who is offline, or is shown an old list, may take a revoked clearance to stand.',
    default: '86400',
  }),
  LOG_POLICY: text({
    meaning:
      "The witnesses of the log, where each is asked, and how many are a quorum (C2SP tlog-policy). Where no such file is, the log has no witnesses; `npm start` takes the countries' adapters in its own process then, and says that they are not independent.",
    holds: 'the path of a file',
    default: 'data/log-policy',
  }),
  DISHONEST_WITNESSES: wholeNumber(0, 50, {
    meaning:
      'How many witnesses of LOG_POLICY may be dishonest. Its quorum k of n must bear f of them: k ≥ ⌊(n+f)/2⌋+1.',
    default: '1',
  }),
  UNWITNESSED_LIMIT_SECONDS: wholeNumber(0, 2_592_000, {
    meaning:
      'Seconds that an event may wait for a quorum of witnesses before the hub takes nothing new: no record, contract, endorsement, demand or step of a case. What ends, doubts or erases something, and what tells of deliveries, it always takes. 0 refuses nothing; health and metrics alone show the wait.',
    default: '0',
  }),
  WITNESS_PORT: wholeNumber(0, 65_535, {
    meaning:
      'The port that the witness of an adapter listens on, where KEYS holds a key for it; 0 takes any free one.',
    default: '0',
  }),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent'], {
    meaning: 'The least severe log line that is written.',
    default: 'info',
  }),
  LANES: states({
    meaning: 'The states whose lanes a relay carries; `all` are those of GENESIS.',
    default: 'all',
  }),
  COUNTRY: matching(/^[A-Z]{2}$/, {
    meaning: "The state whose adapter this is; picks the adapter's mappings.",
    holds: 'two capital letters (ISO 3166-1), for example KG',
  }),
  NATIONAL_SYSTEM_URL: nationalSystemUrl({
    meaning: 'The national system that an adapter delivers to; `{state}` stands for its state.',
    default: 'file:data/national-systems/{state}',
  }),
  HUB_URL: origin({
    meaning: 'The hub that an adapter, the SDK or the CLI talks to.',
    default: 'http://127.0.0.1:8080',
  }),
};

export type Variable = keyof typeof SETTINGS;
