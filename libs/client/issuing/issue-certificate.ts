import { randomUUID } from 'node:crypto';
import {
  checkDocumentNumber,
  issueClearance,
  issueRecord,
  MEDICAL_CERTIFICATE,
  newVerificationCode,
  validateClaims,
  type MedicalCertificateClaims,
  type SealFor,
  type StatusEntry,
  type Warning,
} from '#credentials';
import { numericDate, WireError, type Instant } from '#kernel';
import type { SigningKey } from '#signing';
import type { Push } from '../types.ts';

/** A certificate that may be signed: its claims are complete and fit each other. */
export type CheckedCertificate = {
  readonly id: string;
  readonly claims: MedicalCertificateClaims;
  readonly warnings: readonly Warning[];
  /** How many clearances it gets: one for each favourable assessment. Each needs a status list index. */
  readonly clearances: number;
  /** The document that clearances name, which the worker shows beside them: the first with a number of that form. */
  readonly documentNumber: string;
};

/**
 * Checks a draft as the hub and the recipients will check the record, and draws its id and code.
 * @param draft as it came; nothing of it is taken for granted
 * @param at when it is signed, or shortly before
 * @throws WireError `WIRE_SCHEMA_MISMATCH`, RuleBroken as the record type's rules, with a pointer into the claims
 */
export function checkCertificate(draft: object, at: Instant): CheckedCertificate {
  const id = randomUUID();
  const claims = { verificationCode: newVerificationCode(), ...draft } as MedicalCertificateClaims;
  const clear = { iss: 'XX.ANY', vct: MEDICAL_CERTIFICATE.vct, iat: numericDate(at), id };
  const warnings = validateClaims(MEDICAL_CERTIFICATE, { ...clear, ...claims });
  const clearances = favourable(claims).length;
  return { id, claims, warnings, clearances, documentNumber: documentNumberIn(claims) };
}

function documentNumberIn({ subject }: MedicalCertificateClaims): string {
  const checks = subject.documents.map(({ number }) => checkDocumentNumber(number));
  const found = checks.find((check) => check.ok);
  if (found) return found.number;
  throw new WireError('WIRE_SCHEMA_MISMATCH', 'no document that a clearance could name', {
    pointer: '/subject/documents',
    facts: { expected: '5 to 12 letters and digits' },
  });
}

export type CertificateIssuance = {
  /** The issuer's `record` key; its holder is the issuer. */
  readonly key: SigningKey;
  readonly at: Instant;
  /** One entry for each clearance. */
  readonly status: readonly StatusEntry[];
  /** To whom S5 claims are sealed (`sealFor`). */
  readonly seal: readonly SealFor[];
};

/** Signs the record and its clearances, and seals S5 claims: everything that is pushed. */
export async function issueCertificate(
  { id, claims, documentNumber }: CheckedCertificate,
  { key, at, status, seal }: CertificateIssuance,
): Promise<Push> {
  const iat = numericDate(at);
  const issuer = key.holder;
  const issuance = { issuer, id, iat, key, seal };
  const { record, sealed } = await issueRecord(MEDICAL_CERTIFICATE, claims, issuance);
  const clearances = favourable(claims).map(({ outcome: _, ...assessment }, index) =>
    issueClearance({
      ...assessment,
      issuer,
      iat,
      key,
      status: status[index]!,
      documentNumber,
      verificationCode: claims.verificationCode,
    }),
  );
  return {
    record,
    ...(clearances.length > 0 && { clearances }),
    ...(sealed.length > 0 && { sealed }),
  };
}

const favourable = ({ assessments }: MedicalCertificateClaims) =>
  assessments.filter(({ outcome }) => outcome !== 'UNFIT');
