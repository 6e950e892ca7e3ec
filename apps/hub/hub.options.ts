import type { GenesisFile, SigningKey } from '#signing';

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
  /** Folder of this hub's own local read models; disposable. */
  abstract readonly readModelFolder: string;
}
