import type { IssuedRecord, RecordReference } from '#certificates';
import type { CivilDate, DomainCommand, DomainEvent, ErrorCode, Instant, Routing } from '#kernel';
import type { Capacity } from './capacities.ts';
import type { ChecklistItem, Corridor, PermitType } from './corridor.ts';

/** Where a worker's case stands. Whether it may go on is another question, which holds and consent answer. */
export const CASE_STATUSES = [
  'ABSENT',
  'REGISTERED',
  'SHORTLISTED',
  'SELECTED',
  'CLEARED',
  'CONTRACTED',
  'PERMIT_PENDING',
  'PERMITTED',
  'REFUSED',
  'DEPARTED',
  'ARRIVED',
  'REGISTERED_DEST',
  'EMPLOYED',
  'ENDED',
  'RETURNED',
  'CANCELLED',
  'NO_SHOW',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What can happen to a case (domain.md §3.3). */
export const CASE_STEPS = [
  'WorkerRegistered',
  'Shortlisted',
  'Selected',
  'Declined',
  'ChecklistItemDone',
  'Cleared',
  'ContractSigned',
  'PermitApplied',
  'PermitGranted',
  'PermitRefused',
  'PermitNotRequired',
  'Departed',
  'Arrived',
  'ArrivalCorrected',
  'RegisteredAtDestination',
  'EmploymentStarted',
  'EmployerChanged',
  'ContractExtended',
  'EmploymentEnded',
  'Returned',
  'Cancelled',
  'NoShow',
  'HoldPlaced',
  'HoldLifted',
  'ConsentWithdrawn',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

/** Steps that raise a flag and leave the case where it stands; each is an event of its own. */
export const FLAGS = ['HoldPlaced', 'HoldLifted', 'ConsentWithdrawn'] as const;
export type FlagStep = (typeof FLAGS)[number];

/** Why, in words that say nothing of the worker's health, sex, beliefs or family. [design] */
export const CASE_REASONS = {
  Declined: ['WORKER_DECLINED', 'EMPLOYER_CHOSE_ANOTHER', 'POSITION_WITHDRAWN', 'TERMS_NOT_AGREED'],
  Cancelled: [
    'WORKER_WITHDREW',
    'POSITION_WITHDRAWN',
    'TERMS_NOT_AGREED',
    'DEADLINE_PASSED',
    'CLERICAL_ERROR',
  ],
  EmploymentEnded: ['COMPLETED', 'EARLY', 'DISPUTE'],
  HoldPlaced: ['CHECK_PENDING', 'DOCUMENT_CHECK', 'ENTRY_RESTRICTION', 'COURT_DECISION'],
} as const satisfies Partial<Record<CaseStep, readonly string[]>>;
export type CaseReason = (typeof CASE_REASONS)[keyof typeof CASE_REASONS][number];

/** Who acts. Where somebody else signs for the party, its own act is on file there, and `act` is its digest. */
export type Actor = {
  readonly capacity: Capacity;
  /** The agency's id, where an authority signs for it. */
  readonly agency?: string;
  readonly attestation?: { readonly capacity: Capacity; readonly act: string };
};

/** The contract of employment, by the hash of the file both sides sign; `noFee`: the worker was charged nothing. */
export type WorkContract = {
  readonly hash: string;
  /** ISO 639-1. */
  readonly language: string;
  readonly noFee: boolean;
};

/** What a step says, in the words of its statement. */
export type Step = {
  readonly step: CaseStep;
  readonly actor: Actor;
  /** When it happened, which may be long before it is recorded. */
  readonly occurredAt: Instant;
  readonly item?: ChecklistItem;
  readonly reason?: string;
  /** The demand, by the name of its stream without `demand-`. */
  readonly demand?: string;
  readonly contract?: WorkContract;
  /** `digest` is of the sealed details: number, region and dates are the worker's. */
  readonly permit?: { readonly type: PermitType; readonly digest: string };
  /** Digest of the verification's `answer+jws`. */
  readonly receipt?: string;
  /** A hold ends by itself; who is held can read on what basis, and where to appeal. */
  readonly hold?: {
    readonly id: string;
    readonly until?: Instant;
    readonly legalBasis?: string;
    readonly appeal?: string;
  };
};

export type LicenceStanding = 'ACTIVE' | Extract<ErrorCode, 'LICENCE_SCOPE' | 'LICENCE_NOT_ACTIVE'>;

/** What the hub found out before the decision. A rule says no where a fact it needs is missing. */
export type Facts = {
  /** What the trust list says of who signed. */
  readonly roles: readonly string[];
  /** The acting or attesting agency's licence for this destination, when recorded and when it happened. */
  readonly licence?: { readonly recorded: LicenceStanding; readonly occurred: LicenceStanding };
  /** The rule of the corridor on the day it happened. */
  readonly corridor: Corridor;
  readonly consent?: { readonly purposes: readonly string[]; readonly givenOn: CivilDate };
  /** Languages that the worker understands. */
  readonly languages?: readonly string[];
  readonly demand?: {
    readonly name: string;
    readonly isOpen: boolean;
    readonly origins: readonly string[];
    readonly destination: string;
  };
  /** The place that stands in the demand's stream for this case. */
  readonly place?: { readonly demand: string; readonly until: Instant };
  /** What verification answers about the worker, as of a moment. */
  readonly medical?: {
    readonly receipt?: string;
    readonly profile: string;
    readonly isConfirmed: boolean;
    readonly asOf: Instant;
  };
  readonly permit?: { readonly type: PermitType; readonly validUntil: CivilDate };
};

type Registration = IssuedRecord & { readonly destination: string };
/** Who stated the registration, which the issuer of the record brings with it. */
type Registered = { readonly statement: string; readonly statedBy: string };
type Recorded = { readonly corridor: string; readonly statement?: string };
/** A hold whose terms are as the rules want them. */
export type Held = { readonly hold: Required<NonNullable<Step['hold']>> };

/** One case lives in one stream, `case-<issuer>-<id>`. `occurredAt` stands in the data, `at` is when it was recorded. */
export type CaseEvent =
  | DomainEvent<
      'CaseOpened',
      Registration & Recorded & Registered & { readonly actor: Actor; readonly occurredAt: Instant }
    >
  | DomainEvent<'CaseShared', RecordReference>
  | DomainEvent<
      'CaseTransitioned',
      RecordReference &
        Recorded &
        Step & { readonly from: CaseStatus; readonly to: CaseStatus; readonly isLate: boolean }
    >
  | DomainEvent<'HoldPlaced', RecordReference & Recorded & Step & Held>
  | DomainEvent<
      'HoldLifted',
      RecordReference & Recorded & Step & { readonly hold: { readonly id: string } }
    >
  | DomainEvent<
      'ConsentWithdrawn',
      RecordReference & Recorded & Step & { readonly stays: readonly Remainder[] }
    >;

/** What stays after a withdrawal, and why; docs/recruitment.md says it in full. */
export type Remainder = keyof typeof REMAINDERS;
export const REMAINDERS = {
  EVENTS: 'Events of the log: they name nobody, and prove what was exchanged until the withdrawal.',
  COPIES_BY_LAW:
    'Copies at authorities that a law of their state makes keep them; they say which when asked.',
} as const;

export type CaseCommand =
  | DomainCommand<
      'OpenCase',
      {
        record: Registration;
        routing: Routing;
        said: Step & { step: 'WorkerRegistered' };
        facts: Facts;
      } & Registered
    >
  | DomainCommand<'ShareCase', { record: RecordReference; routing: Routing }>
  | DomainCommand<
      'AdvanceCase',
      { record: RecordReference; said: Step; facts: Facts; statement?: string }
    >;
