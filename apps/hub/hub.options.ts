import type { GenesisFile, SigningKey } from '#signing';
import type { StatusKeys } from './status-lists/status-keys.ts';

export type StatusListOptions = {
  /** The `status` keys that issuers' states endorsed for this hub to sign with. */
  readonly keys: StatusKeys;
  /** For how long a copy may be kept before a newer list is asked for. */
  readonly ttlSeconds: number;
  /** How long a list may be relied on, if no newer one can be had. */
  readonly lifeSeconds: number;
};

/** What a hub must know beyond its ports. The composing process makes it from typed configuration. */
export abstract class HubOptions {
  /** The configured origin, `https://hub.example`; signatures cover its authority, never the Host header. */
  abstract readonly origin: string;
  /** Host and port of `origin`, as `@authority` (RFC 9421 §2.2.3). */
  abstract readonly authority: string;
  /** The genesis document with every founding root's signature. */
  abstract readonly genesisFile: GenesisFile;
  /** Signs receipts and answers; its public part stands in genesis. */
  abstract readonly receiptKey: SigningKey;
  /** Least seconds between the recording of a contract change and its effect (architecture §8). */
  abstract readonly contractMarginSeconds: number;
  /** A view older than this refuses pushes with STORE_BEHIND. */
  abstract readonly viewAgeLimitSeconds: number;
  /** By whom, and for how long, status lists are signed. */
  abstract readonly statusLists: StatusListOptions;
  /** Seconds that an event may wait for a quorum of witnesses before pushes are refused; 0 or nothing: any time. */
  abstract readonly unwitnessedLimitSeconds?: number;
  /** Folder of this hub's own local read models; disposable. */
  abstract readonly readModelFolder: string;
}
