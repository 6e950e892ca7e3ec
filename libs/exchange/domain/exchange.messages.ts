import type { DomainCommand, DomainEvent, Instant } from '#kernel';

/** What became of one delivery, keyed by (event, authority). RETAINED answers an erasure notice, with its legal basis. */
export type DeliveryOutcome = 'DELIVERED' | 'ERASED' | 'RETAINED' | 'REFUSED' | 'PARKED';

export type DeliveryReceipt = {
  /** The event's id. */
  readonly event: string;
  /** SHA-256 (base64url) of the plaintext bytes received. */
  readonly digest: string;
  readonly outcome: DeliveryOutcome;
  readonly time: Instant;
  /** The error code of REFUSED or PARKED; the legal basis of RETAINED. */
  readonly reason?: string;
  readonly until?: Instant;
};

/** Deliveries of one authority live in `deliveries-<authority>`. */
export type DeliveryEvent =
  | DomainEvent<
      'DeliveriesConfirmed',
      { authority: string; receipts: readonly DeliveryReceipt[]; statement: string }
    >
  /** Follows the `DeliveriesConfirmed` of the same append, which holds the statement that proves it. */
  | DomainEvent<'DeliveryParked', { authority: string; event: string; reason: string }>
  /** `stream` is where the event lies, so that the relay finds it again. */
  | DomainEvent<'DeliveryRedriven', { authority: string; event: string; stream: string }>;

export type DeliveryCommand =
  | DomainCommand<
      'ConfirmDeliveries',
      { authority: string; receipts: readonly DeliveryReceipt[]; statement: string }
    >
  | DomainCommand<
      'RedriveDeliveries',
      { authority: string; deliveries: readonly { event: string; stream: string }[] }
    >;

/** The erasure of a worker, in `subject-<id>`; `to` names everybody any of the records went to. */
export type SubjectEvent = DomainEvent<
  'SubjectErased',
  {
    controller: string;
    subject: string;
    records: readonly { issuer: string; id: string }[];
    basis: string;
    statement: string;
  }
>;
export type SubjectCommand = DomainCommand<
  'EraseSubject',
  {
    controller: string;
    subject: string;
    records: readonly { issuer: string; id: string }[];
    basis: string;
    statement: string;
    to: NonNullable<DomainEvent['to']>;
  }
>;
