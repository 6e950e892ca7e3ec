import {
  REVIEW_REASONS,
  REVOCATION_REASONS,
  type CertificateEvent,
  type EvidenceEvent,
  type IssuedRecord,
} from '#certificates';
import type { RecordTypeName } from '#credentials';
import {
  BASE64URL,
  CODE,
  COMPACT_JWS,
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  STATE,
  UUID,
  type JsonSchema,
} from '../../platform/json-schema.ts';
import { optional, type Described, type MembersOf } from './event-schema.ts';

const CERTIFICATE = '^certificate-[A-Z0-9.]+-[0-9a-f-]{36}$';
const EVIDENCE = '^evidence-[A-Z0-9.]+-[0-9a-f-]{36}$';

/** How a lifecycle event names its record. */
export const REFERENCE = { issuer: PARTICIPANT, id: UUID, digest: DIGEST };

/** The routing decision, frozen: under which versions, and to whom. */
export const ROUTED = ['under', 'to'] as const;

/** A stored record of one of these types. */
export const issued = (...recordTypes: readonly RecordTypeName[]): MembersOf<IssuedRecord> => ({
  ...REFERENCE,
  recordType: { enum: recordTypes },
  kid: DIGEST,
  iat: { type: 'integer', minimum: 0 },
  jwt: {
    ...COMPACT_JWS,
    description: 'The issuer-signed JWT: salted digests, and nothing about a person.',
  },
  sealed: {
    ...BASE64URL,
    description: "Disclosures, sealed items and clearances, encrypted under the record's own key.",
  },
  controller: STATE,
  subject: { ...UUID, description: 'The worker, as a random id of the controller state.' },
  supersedes: optional(UUID),
});

/** What is issued of health. */
const ISSUED = issued('MedicalCertificate', 'MedicalEvidence');

const REVIEW_REASON: JsonSchema = { enum: REVIEW_REASONS };

export const CERTIFICATE_EVENTS: Described<CertificateEvent> = {
  CertificateIssued: {
    meaning: 'A ministry pushed a signed certificate that a contract allows.',
    stream: CERTIFICATE,
    data: ISSUED,
    carries: ROUTED,
  },
  CertificateShared: {
    meaning: 'A later contract version shows the certificate to further recipients.',
    stream: CERTIFICATE,
    data: REFERENCE,
    carries: ROUTED,
  },
  CertificateSuperseded: {
    meaning: 'Another certificate of the same worker took its place.',
    stream: CERTIFICATE,
    data: {
      ...REFERENCE,
      by: object({ id: UUID, digest: DIGEST }),
      corrected: { type: 'boolean' },
    },
    carries: ROUTED,
  },
  CertificateRevoked: {
    meaning: 'The issuer revoked it, maybe from an earlier instant on.',
    stream: CERTIFICATE,
    data: {
      ...REFERENCE,
      reason: { enum: REVOCATION_REASONS },
      effectiveFrom: INSTANT,
      statement: COMPACT_JWS,
    },
    carries: ROUTED,
  },
  ReviewOpened: {
    meaning: 'There is a doubt about it; until it is settled it confirms nobody.',
    stream: CERTIFICATE,
    data: {
      ...REFERENCE,
      reason: REVIEW_REASON,
      deadline: optional(INSTANT),
      statement: optional(COMPACT_JWS),
      kid: optional(DIGEST),
    },
    carries: ROUTED,
  },
  ReviewClosed: {
    meaning: 'The issuer settled the doubt: upheld, or revoked.',
    stream: CERTIFICATE,
    data: {
      ...REFERENCE,
      outcome: { enum: ['UPHELD', 'REVOKED'] },
      effectiveFrom: optional(INSTANT),
      statement: COMPACT_JWS,
    },
    carries: ROUTED,
  },
  RecognitionSuspended: {
    meaning: 'An accepting state does not recognise it for the time being.',
    stream: CERTIFICATE,
    data: { ...REFERENCE, state: STATE, reason: CODE, statement: COMPACT_JWS },
    carries: ROUTED,
  },
  RecognitionRestored: {
    meaning: 'The accepting state recognises it again.',
    stream: CERTIFICATE,
    data: { ...REFERENCE, state: STATE, statement: COMPACT_JWS },
    carries: ROUTED,
  },
};

export const EVIDENCE_EVENTS: Described<EvidenceEvent> = {
  EvidenceReceived: {
    meaning: 'A ministry pushed a foreign document as evidence; it never confirms anybody.',
    stream: EVIDENCE,
    data: ISSUED,
    carries: ROUTED,
  },
};
