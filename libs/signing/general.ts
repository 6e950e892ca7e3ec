import { WireError, type JsonObject } from '#kernel';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { hasExactly, isObject, parseJsonObject } from './json.ts';
import {
  assertPinned,
  assertValid,
  DEFAULT_JWS_BYTES,
  parseHeader,
  protectedHeader,
  signBytes,
  verifyBytes,
  type JwsExpectation,
} from './jws.ts';
import type { SigningKey, VerificationKey } from './keys.ts';

/** One of the signatures of a JWS General JSON (RFC 7515 §7.2.1). */
export type GeneralSignature = { readonly protected: string; readonly signature: string };

/** A JWS General JSON that was read and not yet verified. */
export type GeneralJws = {
  readonly payload: JsonObject;
  readonly payloadText: string;
  readonly signatures: readonly GeneralSignature[];
};

const MAX_SIGNATURES = 64;

/** One party's signature over the text; the same JWS signing input as in the compact form. */
export function signGeneral(typ: string, payloadText: string, key: SigningKey): GeneralSignature {
  const header = protectedHeader(typ, key);
  const signature = signBytes(key, signingInput(header, payloadText));
  return { protected: header, signature: encodeBase64url(signature) };
}

/**
 * Verifies one signature over the text.
 * @param keyOf gives the key that a kid names, from the trust list or genesis; it throws for an unknown one
 * @throws WireError, TrustError as `parseJws` and `verifyJws`
 */
export function verifyGeneral(
  typ: string,
  payloadText: string,
  signature: GeneralSignature,
  keyOf: (kid: string) => VerificationKey,
): { readonly kid: string } {
  const header = parseHeader(signature.protected, typ);
  const key = keyOf(header.kid);
  assertPinned(header, key);
  const bytes = decodeBase64url(signature.signature, 'signature');
  assertValid(verifyBytes(key, signingInput(signature.protected, payloadText), bytes), key);
  return { kid: header.kid };
}

/** The text of a JWS General JSON. */
export const generalJws = (payloadText: string, signatures: readonly GeneralSignature[]): string =>
  JSON.stringify({ payload: encodeBase64url(payloadText), signatures });

/**
 * Reads a JWS General JSON strictly: payload and signatures, each of protected and signature, nothing else.
 * @throws WireError as `parseJws`
 */
export function parseGeneral(
  text: string,
  { maxBytes = DEFAULT_JWS_BYTES }: Pick<JwsExpectation, 'maxBytes'> = {},
): GeneralJws {
  const jws = parseJsonObject(text, { bytes: maxBytes });
  if (!hasExactly(jws, 'payload', 'signatures') || typeof jws['payload'] !== 'string')
    throw notGeneral('not {payload, signatures}');
  const payload = decodeBase64url(jws['payload'], 'payload');
  return {
    payload: parseJsonObject(payload, { bytes: maxBytes }),
    payloadText: payload.toString(),
    signatures: parseSignatures(jws['signatures']),
  };
}

/** @throws WireError `WIRE_NOT_JWS` unless it is a list of 1 to 64 {protected, signature} */
export function parseSignatures(value: unknown): readonly GeneralSignature[] {
  const fits =
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MAX_SIGNATURES &&
    value.every(
      (one) =>
        isObject(one) &&
        hasExactly(one, 'protected', 'signature') &&
        typeof one['protected'] === 'string' &&
        typeof one['signature'] === 'string',
    );
  if (!fits) throw notGeneral('not a list of {protected, signature}');
  return value as readonly GeneralSignature[];
}

const signingInput = (header: string, payloadText: string): Buffer =>
  Buffer.from(`${header}.${encodeBase64url(payloadText)}`);

const notGeneral = (reason: string) => new WireError('WIRE_NOT_JWS', reason);
