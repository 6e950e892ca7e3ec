import type { ClaimPath, ContractReference, DomainCommand, DomainEvent, Instant } from '#kernel';

/** What a grant gives to whom. `claims` are SD-JWT VC claim paths into the record. */
export type Grant = {
  /** The issuing authority, `KG.MOH`. */
  readonly from: string;
  /** One authority, or every holder of a role in a state at the time of the event; `agency` and `information-centre` get answers, never deliveries. */
  readonly to: { readonly authority: string } | { readonly state: string; readonly role: string };
  /** `MedicalCertificate`, `RecruitmentCase`, …, or `Demand`, which is a statement and has no claims. */
  readonly recordType: string;
  readonly claims: readonly ClaimPath[];
  readonly purpose: string;
  /** Unfavourable assessments too: health ministry to health ministry, with the law that allows it. */
  readonly includeUnfavourable?: { readonly legalBasis: string };
};

export type LegalBasis = {
  readonly act: string;
  readonly number: string;
  readonly date: string;
  readonly country: string;
};

/** A signed exchange contract (architecture §8), as JSON; its hash is over JCS (RFC 8785) of exactly this. */
export type ContractDocument = {
  readonly id: string;
  readonly version: number;
  /** Hash of the version before; null for version 1. */
  readonly previous: string | null;
  readonly title: string;
  readonly parties: readonly string[];
  readonly legalBasis: readonly LegalBasis[];
  readonly grants: readonly Grant[];
  readonly maxAgeSeconds: number;
  readonly retentionDays: number;
  readonly answerLevel: 'BINARY';
  readonly rateLimits: { readonly verificationsPerMinute: number };
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  /** Share the still-valid records of the granting issuers when this version takes effect. */
  readonly includeValid: boolean;
  /** Lifecycle events follow a record whatever becomes of the contract. Mandatory. */
  readonly survival: 'LIFECYCLE_FOLLOWS_RECORD';
};

/** A version as the views hand it out and as routing takes it. */
export type ContractVersion = ContractReference & { readonly document: ContractDocument };

/** One contract with all its versions lives in one stream, `contract-<id>`. */
export type ContractEvent =
  | DomainEvent<
      'ContractProposed',
      { contract: string; version: number; hash: string; document: ContractDocument }
    >
  | DomainEvent<
      'ContractSigned',
      {
        contract: string;
        version: number;
        hash: string;
        party: string;
        signature: { readonly protected: string; readonly signature: string };
      }
    >
  | DomainEvent<
      'ContractActivated',
      { contract: string; version: number; hash: string; effectiveFrom: Instant }
    >
  | DomainEvent<
      'ContractSuspended',
      {
        contract: string;
        version: number;
        effectiveFrom: Instant;
        effectiveUntil?: Instant;
        statement: string;
      }
    >
  | DomainEvent<
      'ContractTerminated',
      { contract: string; version: number; effectiveFrom: Instant; statement: string }
    >
  | DomainEvent<
      'ContractBackfilled',
      { contract: string; version: number; shared: number; skipped: number }
    >;

/**
 * `by` is the signing authority; `party` its state. `marginSeconds` is the hub's configuration (architecture §8).
 * A suspension and a termination name the version by number and hash, as their statements do.
 */
export type ContractCommand =
  | DomainCommand<'ProposeContract', { document: ContractDocument; hash: string; party: string }>
  | DomainCommand<
      'SignContract',
      {
        hash: string;
        party: string;
        signature: { readonly protected: string; readonly signature: string };
        marginSeconds: number;
      }
    >
  | DomainCommand<
      'SuspendContract',
      {
        party: string;
        version: number;
        hash: string;
        effectiveFrom: Instant;
        effectiveUntil?: Instant;
        marginSeconds: number;
        statement: string;
      }
    >
  | DomainCommand<
      'TerminateContract',
      {
        party: string;
        version: number;
        hash: string;
        effectiveFrom: Instant;
        marginSeconds: number;
        statement: string;
      }
    >
  | DomainCommand<'CompleteBackfill', { version: number; shared: number; skipped: number }>;
