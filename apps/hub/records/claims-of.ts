import type { AnswerClaims } from '#certificates';
import { parseCredential, resolve } from '#credentials';
import type { JsonObject } from '#kernel';
import type { Keeping, LookupKind } from '#vault';

/** The claims of a stored record, from its JWT and the disclosures that its key opened. They were verified at push. */
export const claimsOf = (jwt: string, disclosures: readonly string[]): JsonObject =>
  resolve(parseCredential([jwt, ...disclosures, ''].join('~'))).claims;

/** What an answer rests on. */
export const answerClaimsOf = (jwt: string, disclosures: readonly string[]): AnswerClaims =>
  claimsOf(jwt, disclosures) as unknown as AnswerClaims;

/** What a record is found by that only paper in the worker's hand says. */
export const secretsIn = ({ verificationCode, consentToken }: JsonObject): Keeping['values'] => [
  ...secret('verification-code', verificationCode),
  ...secret('consent-token', consentToken),
];

const secret = (kind: LookupKind, value: unknown): Keeping['values'] =>
  typeof value === 'string' ? [{ kind, value }] : [];

/** The last day of a record, if it has one. */
export const validUntilOf = (jwt: string, disclosures: readonly string[]): string | undefined =>
  claimsOf(jwt, disclosures)['validUntil'] as string | undefined;
