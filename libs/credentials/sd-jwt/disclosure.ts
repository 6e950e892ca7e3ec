import { WireError, type Json } from '#kernel';
import { decodeBase64url, parseJson, sha256 } from '#signing';
import { ELEMENT, SALT_LENGTH, SD } from '../draft.ts';

/** One disclosure, opened: an object's member, or an array's element, which has no name (RFC 9901 §4.2). */
export type Disclosure = {
  /** As it travels; the digest is over this text. */
  readonly text: string;
  readonly digest: string;
  readonly salt: string;
  readonly name: string | undefined;
  /** Digests that it holds are still in it. */
  readonly value: Json;
};

const SALT = new RegExp(`^[A-Za-z0-9_-]{${SALT_LENGTH},}$`);
const FORBIDDEN_NAMES = new Set([SD, ELEMENT, '__proto__', 'constructor', 'prototype']);

/**
 * @param index its place among the disclosures, for the refusal
 * @throws WireError `WIRE_NOT_BASE64URL`, `WIRE_DISCLOSURE_INVALID`, `WIRE_SALT_WEAK`, and what `parseJson` throws
 */
export function openDisclosure(text: string, index: number): Disclosure {
  const parts = parseJson(decodeBase64url(text, 'disclosure'));
  if (!Array.isArray(parts) || parts.length < 2 || parts.length > 3)
    throw invalid('not an array of two or three', index);
  const salt = parts[0] as Json;
  if (typeof salt !== 'string' || !SALT.test(salt))
    throw new WireError('WIRE_SALT_WEAK', 'a salt is not 128 bits of base64url', {
      facts: { disclosure: index },
    });
  const name = parts.length === 3 ? (parts[1] as Json) : undefined;
  if (name !== undefined && (typeof name !== 'string' || FORBIDDEN_NAMES.has(name)))
    throw invalid('its name is not acceptable', index);
  const value = parts[parts.length - 1] as Json;
  return { text, digest: sha256(text), salt, name, value };
}

export const invalid = (reason: string, index: number) =>
  new WireError('WIRE_DISCLOSURE_INVALID', `disclosure ${index}: ${reason}`, {
    facts: { disclosure: index },
  });
