import { randomUUID } from 'node:crypto';
import {
  issueRecord,
  newVerificationCode,
  parseCredential,
  RECRUITMENT_CASE,
  recordDigest,
  validateClaims,
  type RecruitmentCaseClaims,
  type Warning,
} from '#credentials';
import type { RecordReference } from '#certificates';
import { numericDate, type Instant } from '#kernel';
import type { SigningKey } from '#signing';

/** A case's record that may be signed. */
export type CheckedCase = {
  readonly id: string;
  readonly claims: RecruitmentCaseClaims;
  readonly warnings: readonly Warning[];
};

/** The record of a case, and how statements about the case name it. */
export type IssuedCase = { readonly record: string; readonly reference: RecordReference };

/**
 * Checks a draft as the hub and the recipients will check the record, and draws its id, and the consent token if the worker
 * consented to look-ups.
 * @param draft as it came; nothing of it is taken for granted
 * @param issuer the labour ministry that opens the case
 * @throws WireError, RuleBroken as the record type's rules, with a pointer into the claims
 */
export function checkCase(draft: object, issuer: string, at: Instant): CheckedCase {
  const id = randomUUID();
  const clear = { iss: issuer, vct: RECRUITMENT_CASE.vct, iat: numericDate(at), id };
  const claims = withToken(draft);
  const warnings = validateClaims(RECRUITMENT_CASE, { ...clear, ...claims });
  return { id, claims, warnings };
}

/** Who consents to look-ups of the own case gets a token, to be handed over on paper. */
function withToken(draft: object): RecruitmentCaseClaims {
  const { consent } = draft as { readonly consent?: { readonly purposes?: unknown } };
  const purposes = consent?.purposes;
  const isConsented = Array.isArray(purposes) && purposes.includes('OWN_STATUS');
  // Sound as far as it goes: what the draft really is, the table says next.
  return {
    ...(isConsented && { consentToken: newVerificationCode() }),
    ...draft,
  } as RecruitmentCaseClaims;
}

/** Signs the record. Whoever registers the worker names it in the registration, and both are pushed together. */
export async function issueCase(
  { id, claims }: CheckedCase,
  { key, at }: { readonly key: SigningKey; readonly at: Instant },
): Promise<IssuedCase> {
  const issuer = key.holder;
  const issuance = { issuer, id, iat: numericDate(at), key };
  const { record } = await issueRecord(RECRUITMENT_CASE, claims, issuance);
  const digest = recordDigest(parseCredential(record).jwt);
  return { record, reference: { issuer, id, digest } };
}
