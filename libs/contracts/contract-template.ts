import type { ClaimPath, Instant } from '#kernel';
import type { ContractDocument, Grant, LegalBasis } from './domain/contract.messages.ts';

/** What a draft of any kind of contract is asked for. */
export type TemplateTerms<Party extends { readonly state: string }> = {
  readonly id: string;
  readonly parties: readonly Party[];
  readonly validFrom: Instant;
  readonly validUntil: Instant;
  readonly version?: number;
  readonly previous?: string | null;
  readonly includeValid?: boolean;
};

/** What is particular to a kind of contract. */
type Matter = {
  readonly title: string;
  readonly legalBasis: readonly LegalBasis[];
  readonly grants: readonly Grant[];
};

const DAY_SECONDS = 86_400;

/** Who a worker is, as every kind of record says it. */
export const WORKER_CLAIMS: readonly ClaimPath[] = [
  ...['familyName', 'givenName', 'patronymic', 'familyNameLatin', 'givenNameLatin'],
  ...['birthDate', 'sex', 'citizenship', 'documents'],
].map((name) => ['subject', name]);

/** A contract, ready to sign, with the defaults of architecture §8. */
export function fromTemplate<Party extends { readonly state: string }>(
  { id, parties, validFrom, validUntil, version, previous, includeValid }: TemplateTerms<Party>,
  { title, legalBasis, grants }: Matter,
): ContractDocument {
  return {
    id,
    version: version ?? 1,
    previous: previous ?? null,
    title,
    parties: parties.map(({ state }) => state),
    legalBasis,
    grants,
    maxAgeSeconds: 3 * DAY_SECONDS,
    retentionDays: 365,
    answerLevel: 'BINARY',
    rateLimits: { verificationsPerMinute: 60 },
    validFrom,
    validUntil,
    includeValid: includeValid ?? false,
    survival: 'LIFECYCLE_FOLLOWS_RECORD',
  };
}
