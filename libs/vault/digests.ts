import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import type { Identity, LookupKind } from './vault.ts';

/**
 * Personal values are found again by keyed digests. Two layers, because documents are few enough to be guessed:
 *
 * 1. `digest`: HMAC-SHA-256 under the vault's digest key, which never changes, since the values are not kept to digest
 *    them anew;
 * 2. `blind`: the digest enciphered under the epoch. Only this is stored. A turn lifts the old blind and lays a new one
 *    without knowing any value. So an earlier copy of the database is noise once its epoch key is gone: the digest
 *    key, which is left, tests no guess against it.
 */
const BLOCK = 16;

const BLIND = 'aes-256-ecb';

/** 128 bits that only the same person under the same controller gives: two states' subjects share no digest. */
export const identityDigest = (
  key: KeyObject,
  controller: string,
  identity: Identity,
): Uint8Array =>
  digest(key, [
    'identity',
    controller,
    identity.country,
    identity.kind,
    identity.number,
    identity.birthDate,
  ]);

/** 128 bits that only the same value of the same kind gives. */
export const lookupDigest = (key: KeyObject, kind: LookupKind, value: string): Uint8Array =>
  digest(key, ['lookup', kind, value]);

const digest = (key: KeyObject, parts: readonly string[]): Uint8Array =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, BLOCK);

/** One AES block as the permutation it is: the input is pseudo-random and no two of different values are equal, which is all that a single block needs. */
export function blind(key: KeyObject, value: Uint8Array): Uint8Array {
  return createCipheriv(BLIND, key, null).setAutoPadding(false).update(value);
}

/** The digest under the blind of `key`. */
export function unblind(key: KeyObject, blinded: Uint8Array): Uint8Array {
  return createDecipheriv(BLIND, key, null).setAutoPadding(false).update(blinded);
}
