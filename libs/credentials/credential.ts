import type { JsonObject } from '#kernel';
import { verifyJws, verifyJwsAsync, type VerificationKey } from '#signing';
import { SD, SD_ALG } from './draft.ts';
import { assertClear, mismatch } from './records/claims.ts';
import { CLEARANCE } from './records/clearance.ts';
import type { CredentialType } from './records/record-type.ts';
import { recordTypeOf } from './records/record-types.ts';
import { parseSdJwt, type SdJwt } from './sd-jwt/sd-jwt.ts';
import { escapePointer } from './values/pointer.ts';

/** A record whose clear members are as its type says. Nothing is proved yet. */
export type ParsedCredential = SdJwt & {
  readonly payload: JsonObject & {
    readonly iss: string;
    readonly vct: string;
    /** Seconds since the epoch. */
    readonly iat: number;
    readonly id: string;
  };
};

/** A clearance whose clear members are as they should be. Nothing is proved yet. */
export type ParsedClearance = SdJwt & {
  readonly payload: JsonObject & {
    readonly iss: string;
    readonly vct: string;
    readonly iat: number;
    readonly status: { readonly status_list: { readonly idx: number; readonly uri: string } };
  };
};

/**
 * Reads a record, whole or presented.
 * @throws WireError `WIRE_UNKNOWN_RECORD_TYPE`, `WIRE_SCHEMA_MISMATCH`, and what `parseSdJwt` throws
 */
export function parseCredential(text: string): ParsedCredential {
  const parsed = parseSdJwt(text);
  assertOnlyClear(recordTypeOf(String(parsed.payload['vct'])), parsed.payload);
  return parsed as ParsedCredential;
}

/** Reads a clearance, whole or presented. @throws as `parseCredential` */
export function parseClearance(text: string): ParsedClearance {
  const parsed = parseSdJwt(text);
  assertOnlyClear(CLEARANCE, parsed.payload);
  return parsed as ParsedClearance;
}

/** Exactly the members that the type shows in the clear, so that nothing else of the record is ever permanent. */
function assertOnlyClear(type: CredentialType, payload: JsonObject): void {
  assertClear(type, payload);
  for (const name of Object.keys(payload))
    if (!Object.hasOwn(type.clear, name) && name !== SD && name !== SD_ALG)
      throw mismatch('must not stand in the clear', `/${escapePointer(name)}`);
}

/**
 * Verifies the issuer's signature, which covers every claim by its digest.
 * @param key the key that the header's `kid` names in the trust list; never from the credential
 * @throws TrustError `TRUST_KEY_UNKNOWN`, `TRUST_ALGORITHM_MISMATCH`, `TRUST_SIGNATURE_INVALID`
 */
export const verifyCredential = (parsed: SdJwt, key: VerificationKey): void =>
  verifyJws(parsed, key);

/** `verifyCredential` on a thread of the pool; for a process that has other work meanwhile. */
export const verifyCredentialAsync = (parsed: SdJwt, key: VerificationKey): Promise<void> =>
  verifyJwsAsync(parsed, key);
