import type { JsonObject } from '#kernel';
import { encodeBase64url, sha256 } from '#signing';
import { openDisclosure } from './sd-jwt/disclosure.ts';
import { randomText } from './sd-jwt/random-text.ts';

const SALT_BYTES = 16;

/** Details that a statement names by their digest alone: a disclosure (RFC 9901 §4.2), salted, so that nobody can guess them. */
export type SealedDetails = { readonly disclosure: string; readonly digest: string };

export function sealDetails(name: string, details: JsonObject): SealedDetails {
  const disclosure = encodeBase64url(JSON.stringify([randomText(SALT_BYTES), name, details]));
  return { disclosure, digest: sha256(disclosure) };
}

/**
 * The details, if they are of that name; undefined otherwise.
 * @throws WireError `WIRE_NOT_BASE64URL`, `WIRE_DISCLOSURE_INVALID`, `WIRE_SALT_WEAK`
 */
export function openDetails(
  name: string,
  disclosure: string,
): { readonly details: unknown; readonly digest: string } | undefined {
  const opened = openDisclosure(disclosure, 0);
  return opened.name === name ? { details: opened.value, digest: opened.digest } : undefined;
}
