import type { ContractDocument, ContractStanding } from '#contracts';
import type { SealedItem } from '#credentials';
import type { Status } from '#certificates';
import type { ContractReference, Instant, Recipient } from '#kernel';
import type {
  CaseStatus,
  DemandDocument,
  DemandReference,
  DemandStatus,
  Withdrawal,
} from '#recruitment';
import type { GeneralSignature } from '#signing';
import type { Problem } from './problem.ts';

/** What a ministry pushes: the signed record, its clearances, and what travels sealed. */
export type Push = {
  readonly record: string;
  readonly clearances?: readonly string[];
  readonly sealed?: readonly SealedItem[];
};

/** The hub's signed receipt (`receipt+jws`), and the position that a query may ask to be answered at or after. */
export type Stored = {
  readonly receipt: string;
  readonly position: string;
  readonly warnings?: readonly { readonly code: string; readonly pointer: string }[];
};

/** One line's outcome in a batch; `line` counts from 1. */
export type BatchLine =
  | ({ readonly line: number; readonly status: 200 | 201 } & Stored)
  | { readonly line: number; readonly status: number; readonly problem: Problem };

export type ReplayFilter = {
  readonly after?: string;
  readonly streamPrefix?: string;
  readonly type?: string;
  /** Only events recorded at or before this instant. */
  readonly knownAt?: string;
};

/** An event with the exact texts that are stored. */
export type ReplayedEvent = {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

/** A contract as everybody who takes part may read it. */
export type ContractState = {
  readonly contract: string;
  readonly standing: ContractStanding;
  readonly terminatedFrom?: Instant;
  /** Proposed and not yet signed by all. */
  readonly drafts: readonly ContractVersionState[];
  /** Signed by all, oldest first. */
  readonly versions: readonly ContractVersionState[];
};

export type ContractVersionState = {
  readonly version: number;
  readonly hash: string;
  /** The parties. */
  readonly signedBy: readonly string[];
  readonly signatures: readonly (GeneralSignature & { readonly party: string })[];
  readonly document: ContractDocument;
  readonly effectiveFrom?: Instant;
};

/** A record on two axes of time, and of its contents what the reader's grants show. */
export type CertificateReading = {
  readonly issuer: string;
  readonly id: string;
  readonly validAt: Instant;
  readonly knownAt: Instant;
  readonly status: Status;
  /** Whether the reader's state recognises it. */
  readonly recognised: boolean;
  readonly recordedAt?: Instant;
  readonly digest?: string;
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
  /** `<jwt>~<granted disclosures>~`; ERASED once no key opens it. */
  readonly presentation?: string;
};

export type DemandsFilter = {
  readonly destination?: string;
  readonly origin?: string;
  /** An ISCO-08 unit group, or the first digits of several. */
  readonly occupation?: string;
  readonly status?: 'OPEN' | 'ALL';
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
};

/** A demand as everybody who may read it is shown it: places are counted, and nobody's case is named. */
export type DemandState = DemandReference & {
  readonly status: DemandStatus;
  /** Takes selections: OPEN, and not past its last day. */
  readonly isOpen: boolean;
  readonly taken: number;
  /** Neither taken nor reserved. */
  readonly free: number;
  readonly document: DemandDocument;
};

export type DemandsPage = { readonly demands: readonly DemandState[]; readonly next?: string };

/** A worker's case on two axes of time. Agencies are told no more than `canProceed`. */
export type CaseState = {
  readonly issuer: string;
  readonly id: string;
  readonly validAt: Instant;
  readonly knownAt: Instant;
  readonly status: CaseStatus;
  readonly since?: Instant;
  readonly canProceed: boolean;
  readonly recordedAt?: Instant;
  readonly digest?: string;
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
  /** `<jwt>~<granted disclosures>~`; ERASED once no key opens it; none after a withdrawal of consent. */
  readonly presentation?: string;
  readonly withdrawal?: Withdrawal;
};

/** Deliveries that come again: of each stream the first, which all behind it follow. */
export type UnheardPage = {
  readonly redriven: readonly {
    readonly event: string;
    readonly stream: string;
    readonly revision: number;
  }[];
  readonly next?: string;
};

/**
 * A delivery that has no answer for good: PARKED by its adapter, HELD back behind a parked one, or UNHEARD of: under way, or
 * lost there.
 */
export type OpenDelivery = {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly standing: 'PARKED' | 'HELD' | 'UNHEARD';
  /** Of a parked one. */
  readonly reason?: string;
  readonly since?: string;
};

export type OpenDeliveriesPage = {
  readonly open: readonly OpenDelivery[];
  readonly next?: string;
};

/** `validAt`: in effect then; `knownAt`: as the hub had been told by then (architecture §2, principle 7). */
export type Axes = { readonly validAt?: string; readonly knownAt?: string };
