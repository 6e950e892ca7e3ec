import type { IssuedRecord, RecordReference } from '#certificates';
import type { Deliveries, Subject } from '#exchange';
import type { DomainEvent, Instant, Recipient } from '#kernel';
import type { ParticipantEvent } from '#participants';
import type { Case, Demand } from '#recruitment';
import type { Genesis } from '#signing';
import type { LogLeaves } from './log-leaves.ts';
import type { Lookback } from './lookback.ts';
import type { Signatures } from './signatures.ts';

/** What is kept of a record whose event was proved. */
export type KnownRecord = Pick<
  IssuedRecord,
  'issuer' | 'id' | 'digest' | 'recordType' | 'kid' | 'controller' | 'subject'
> & {
  readonly recordedAt: Instant;
  /** Its life, without the JWT and what is sealed. */
  readonly events: (DomainEvent & { readonly revision: number })[];
};

export const referenceTo = ({ issuer, id, digest }: RecordReference): RecordReference => ({
  issuer,
  id,
  digest,
});

/** A successor that was announced and has not come. `by`: its predecessor's stream. */
export type Announced = { readonly by: string; readonly digest: string; readonly subject: string };

/** Since when a worker is erased, and of what and to whom it was told. */
export type ErasedWorker = { readonly since: Instant; readonly told: Subject };

/** Where an event went, as the hub says. */
export type Address = {
  readonly stream: string;
  readonly to: readonly Recipient[];
  /** Of an event that is not proved its recipients may only say that they refused it. */
  readonly isProved: boolean;
};

/** How a selection is named among those that were proved. */
export const selectionOf = (demand: string, id: string): string => `${demand} ${id}`;

/** What the events so far prove. One event that is not proved adds nothing. */
export type Known = {
  readonly genesis: Genesis;
  readonly signatures: Signatures;
  /** Not every stream is there. */
  readonly isExcerpt: boolean;
  readonly lookback: Lookback;
  /** The log's tree over all events so far, proved or not. */
  readonly leaves: LogLeaves;
  /** Participants' events, for what was known of keys at any moment. */
  readonly participants: ParticipantEvent[];
  /** Records by stream. */
  readonly records: Map<string, KnownRecord>;
  /** Each worker's records, by subject. */
  readonly subjects: Map<string, KnownRecord[]>;
  /** Workers who were erased, by subject. */
  readonly erased: Map<string, ErasedWorker>;
  /** Cases, by stream. */
  readonly cases: Map<string, Case>;
  /** Selections that were proved: the demand's name and the case's. */
  readonly selections: Set<string>;
  /** Demands, by stream. */
  readonly demands: Map<string, Demand>;
  /** What each authority said became of its deliveries. */
  readonly deliveries: Map<string, Deliveries>;
  /** Of every event that went to somebody, by its id. */
  readonly addressed: Map<string, Address>;
  /** How many records were shared under each contract version. */
  readonly shares: Map<string, number>;
  /** By stream. */
  readonly announced: Map<string, Announced>;
};
