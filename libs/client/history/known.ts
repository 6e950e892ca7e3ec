import type { Certificate } from '#certificates';
import type { ContractsView } from '#contracts';
import type { Deliveries } from '#exchange';
import type { Instant } from '#kernel';
import type { TrustList } from '#participants';
import type { Genesis } from '#signing';

/** What is kept of a record whose event was proved. */
export type KnownRecord = {
  readonly kid: string;
  readonly digest: string;
  readonly controller: string;
  readonly subject: string;
  readonly recordedAt: Instant;
  /** How its life stands; of evidence only where it went. */
  readonly life: Pick<Certificate, 'to'> & Partial<Certificate>;
};

/** What the events so far prove. One event that is not proved adds nothing. */
export type Known = {
  readonly genesis: Genesis;
  trust: TrustList;
  contracts: ContractsView;
  /** When each authority was endorsed first. */
  readonly endorsed: Map<string, Instant>;
  /** Records by stream. */
  readonly records: Map<string, KnownRecord>;
  /** Streams of each worker's records, by subject. */
  readonly subjects: Map<string, string[]>;
  readonly erased: Set<string>;
  /** What each authority said became of its deliveries. */
  readonly deliveries: Map<string, Deliveries>;
  /** To whom each event went, by its id. */
  readonly addressed: Map<string, readonly string[]>;
  /** Digests of successors that were announced and have not come, by stream. */
  readonly awaited: Map<string, string>;
  /** Signatures that were verified. */
  signatures: number;
};

/**
 * Seconds that a hub's knowledge may lie behind when it decides, and that may pass until it records: it makes
 * keys durable in between (architecture §8: a view older than 10 s refuses pushes).
 */
export const DECISION_SECONDS = 10;
