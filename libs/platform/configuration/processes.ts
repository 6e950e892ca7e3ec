import type { Variable } from './settings.ts';

const OPERATIONS = ['HOST', 'PORT', 'LOG_LEVEL'] as const;
const STATUS_LISTS = ['STATUS_LIST_TTL_SECONDS', 'STATUS_LIST_LIFE_SECONDS'] as const;
const LOG = ['LOG_POLICY', 'DISHONEST_WITNESSES', 'UNWITNESSED_LIMIT_SECONDS'] as const;
const SECRETS = ['KEYS', 'KEY_PASSPHRASE'] as const;

/** What each process reads from its environment. */
export const PROCESSES = {
  hub: [
    ...OPERATIONS,
    'ORIGIN',
    'GENESIS',
    'EVENT_STORE_URL',
    'ACCESS_LOG_URL',
    'VAULT_URL',
    'VAULT_EPOCH_KEYS',
    'DATA',
    ...SECRETS,
    'CONTRACT_MARGIN_SECONDS',
    'VIEW_AGE_LIMIT_SECONDS',
    ...STATUS_LISTS,
    ...LOG,
  ],
  relay: [
    ...OPERATIONS,
    'LANES',
    'GENESIS',
    'EVENT_STORE_URL',
    'FAN_OUT_URL',
    'VAULT_URL',
    'VAULT_EPOCH_KEYS',
    ...SECRETS,
    'RELAY_SECRET',
  ],
  adapter: [
    ...OPERATIONS,
    'COUNTRY',
    'GENESIS',
    'GENESIS_HASH',
    'HUB_URL',
    'FAN_OUT_URL',
    'NATIONAL_SYSTEM_URL',
    'DATA',
    ...SECRETS,
    'WITNESS_PORT',
  ],
  standalone: [
    ...OPERATIONS,
    'ORIGIN',
    'GENESIS',
    'EVENT_STORE_URL',
    'ACCESS_LOG_URL',
    'FAN_OUT_URL',
    'VAULT_URL',
    'VAULT_EPOCH_KEYS',
    'DATA',
    ...SECRETS,
    'RELAY_SECRET',
    'CONTRACT_MARGIN_SECONDS',
    'VIEW_AGE_LIMIT_SECONDS',
    ...STATUS_LISTS,
    ...LOG,
    'NATIONAL_SYSTEM_URL',
  ],
} as const satisfies Readonly<Record<string, readonly Variable[]>>;

export type ProcessName = keyof typeof PROCESSES;

/** The variables of a process. */
export type VariableOf<Name extends ProcessName> = (typeof PROCESSES)[Name][number];
