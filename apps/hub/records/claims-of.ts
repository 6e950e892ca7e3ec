import type { AnswerClaims } from '#certificates';
import { parseCredential, resolve } from '#credentials';
import type { JsonObject } from '#kernel';

/** The claims of a stored record, from its JWT and the disclosures that its key opened. They were verified at push. */
export const claimsOf = (jwt: string, disclosures: readonly string[]): JsonObject =>
  resolve(parseCredential([jwt, ...disclosures, ''].join('~'))).claims;

/** What an answer rests on. */
export const answerClaimsOf = (jwt: string, disclosures: readonly string[]): AnswerClaims =>
  claimsOf(jwt, disclosures) as unknown as AnswerClaims;

/** The last day of a record, if it has one. */
export const validUntilOf = (jwt: string, disclosures: readonly string[]): string | undefined =>
  claimsOf(jwt, disclosures)['validUntil'] as string | undefined;
