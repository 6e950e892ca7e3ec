import type { DomainCommand, DomainEvent, Instant, Routing } from '#kernel';

export type { Routing };

/** Why a record was revoked. Never a diagnosis (domain.md §2.3, [design]). */
export const REVOCATION_REASONS = [
  'CLERICAL_ERROR',
  'IDENTITY_MISMATCH',
  'FORGED_OR_NOT_ISSUED',
  'BLANK_LOST_OR_STOLEN',
  'CLINIC_UNACCREDITED',
  'PROCEDURE_VIOLATION',
  'RESULT_INVALIDATED',
  'NEW_FINDING',
  'COURT_DECISION',
  'SUBJECT_REQUEST',
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

export const REVIEW_REASONS = [
  'KEY_COMPROMISED',
  'NUMBER_USED_TWICE',
  'ISSUER_DOUBT',
  'RECIPIENT_DOUBT',
  'SUBJECT_REQUEST',
  'CLINIC_UNACCREDITED',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** A record, as every lifecycle statement names it: `digest` is SHA-256 (base64url) of the issuer-signed JWT. */
export type RecordReference = {
  readonly issuer: string;
  readonly id: string;
  readonly digest: string;
};

/** The stored record: the JWT with its salted digests in the clear, everything else sealed (architecture §7). */
export type IssuedRecord = RecordReference & {
  /** `MedicalCertificate`, `MedicalEvidence`, `RecruitmentCase`. */
  readonly recordType: string;
  readonly kid: string;
  readonly iat: number;
  /** The issuer-signed JWT, as it came, without disclosures. */
  readonly jwt: string;
  /** base64url; disclosures, sealed items and clearances under the record's key. */
  readonly sealed: string;
  readonly controller: string;
  /** The worker, as the controller state's random id. */
  readonly subject: string;
  readonly supersedes?: string;
};

/** One certificate lives in one stream, `certificate-<issuer>-<id>`; every event carries `to`. */
export type CertificateEvent =
  | DomainEvent<'CertificateIssued', IssuedRecord>
  | DomainEvent<'CertificateShared', RecordReference>
  | DomainEvent<
      'CertificateSuperseded',
      RecordReference & { by: { id: string; digest: string }; corrected: boolean }
    >
  | DomainEvent<
      'CertificateRevoked',
      RecordReference & { reason: RevocationReason; effectiveFrom: Instant; statement: string }
    >
  | DomainEvent<
      'ReviewOpened',
      RecordReference & {
        reason: ReviewReason;
        deadline?: Instant;
        statement?: string;
        kid?: string;
      }
    >
  | DomainEvent<
      'ReviewClosed',
      RecordReference & {
        outcome: 'UPHELD' | 'REVOKED';
        effectiveFrom?: Instant;
        statement: string;
      }
    >
  | DomainEvent<
      'RecognitionSuspended',
      RecordReference & { state: string; reason: string; statement: string }
    >
  | DomainEvent<'RecognitionRestored', RecordReference & { state: string; statement: string }>;

/** Foreign documents as evidence live in `evidence-<issuer>-<id>`. */
export type EvidenceEvent = DomainEvent<'EvidenceReceived', IssuedRecord>;

export type CertificateCommand =
  | DomainCommand<'IssueCertificate', { record: IssuedRecord; routing: Routing }>
  | DomainCommand<'ShareCertificate', { record: RecordReference; routing: Routing }>
  | DomainCommand<
      'SupersedeCertificate',
      { record: RecordReference; by: { id: string; digest: string }; corrected: boolean }
    >
  | DomainCommand<
      'RevokeCertificate',
      {
        record: RecordReference;
        reason: RevocationReason;
        effectiveFrom?: Instant;
        statement: string;
      }
    >
  | DomainCommand<
      'OpenReview',
      {
        record: RecordReference;
        reason: ReviewReason;
        deadline?: Instant;
        statement?: string;
        kid?: string;
      }
    >
  | DomainCommand<
      'CloseReview',
      {
        record: RecordReference;
        outcome: 'UPHELD' | 'REVOKED';
        effectiveFrom?: Instant;
        statement: string;
      }
    >
  | DomainCommand<
      'SuspendRecognition',
      { record: RecordReference; state: string; reason: string; statement: string }
    >
  | DomainCommand<
      'RestoreRecognition',
      { record: RecordReference; state: string; statement: string }
    >;

export type EvidenceCommand = DomainCommand<
  'ReceiveEvidence',
  { record: IssuedRecord; routing: Routing }
>;
