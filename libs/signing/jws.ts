import { TrustError, WireError, type JsonObject, type KeyAlgorithm } from '#kernel';
import { asBuffer, decodeBase64url, encodeBase64url } from './base64url.ts';
import { jcs, parseJsonObject, utf8Text } from './json.ts';
import type { SigningKey, VerificationKey } from './keys.ts';
import { isSignatureAlgorithm, suiteOf } from './suites.ts';

/** Exactly these three; everything else a JOSE header could say is refused. */
export type JwsHeader = {
  readonly alg: KeyAlgorithm;
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly typ: string;
};

/** A compact JWS that was read and not yet verified. */
export type Jws = {
  readonly header: JwsHeader;
  readonly payload: JsonObject;
  /** The payload's bytes as text, as they were signed. */
  readonly payloadText: string;
  readonly signingInput: string;
  readonly signature: Buffer;
};

export type JwsExpectation = {
  /** The `typ` that this place expects, or those it tells apart. */
  readonly typ: string | readonly string[];
  /** Characters of the whole JWS; default 64 Ki. */
  readonly maxBytes?: number;
};

export const DEFAULT_JWS_BYTES = 64 * 1024;

/**
 * Reads a compact JWS (RFC 7515 §7.1) strictly: three canonical parts, a header of exactly alg, kid
 * and typ, a JSON object as payload. Proves nothing: call `verifyJws`.
 * @throws WireError `WIRE_TOO_LARGE`, `WIRE_NOT_JWS`, `WIRE_NOT_BASE64URL`, `WIRE_HEADER_UNACCEPTABLE`,
 *   `WIRE_TYP_UNEXPECTED`, and what `parseJson` throws
 */
export function parseJws(
  compact: string,
  { typ, maxBytes = DEFAULT_JWS_BYTES }: JwsExpectation,
): Jws {
  if (typeof compact !== 'string') throw notJws('not a text');
  if (compact.length > maxBytes)
    throw new WireError('WIRE_TOO_LARGE', `a JWS of ${compact.length} characters`, {
      facts: { size: compact.length, limit: maxBytes },
    });
  const first = compact.indexOf('.');
  const second = compact.indexOf('.', first + 1);
  if (first <= 0 || second <= first + 1 || second === compact.length - 1)
    throw notJws('not three parts');
  if (compact.indexOf('.', second + 1) >= 0) throw notJws('more than three parts');
  const header = parseHeader(compact.slice(0, first), typ);
  const payloadText = utf8Text(decodeBase64url(compact.slice(first + 1, second), 'payload'));
  return {
    header,
    payload: parseJsonObject(payloadText, { bytes: maxBytes }),
    payloadText,
    signingInput: compact.slice(0, second),
    signature: decodeBase64url(compact.slice(second + 1), 'signature'),
  };
}

const HEADER_BYTES = 512;
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;

/** Every signature by one key has one header, and there are few keys: reading it again would be most of reading it. */
const headers = new Map<string, JwsHeader>();
const MOST_HEADERS = 1_000;

/** A protected header as it travels. @throws WireError as `parseJws` */
export function parseHeader(encoded: string, typ: string | readonly string[]): JwsHeader {
  const known = headers.get(encoded);
  const header = known ?? readHeader(encoded);
  const isExpected = typeof typ === 'string' ? typ === header.typ : typ.includes(header.typ);
  if (!isExpected)
    throw new WireError('WIRE_TYP_UNEXPECTED', 'the JWS is of another type', {
      facts: { expected: String(typ) },
    });
  if (known) return known;
  if (headers.size >= MOST_HEADERS) headers.clear();
  headers.set(encoded, header);
  return header;
}

function readHeader(encoded: string): JwsHeader {
  if (encoded.length > HEADER_BYTES) throw unacceptable('header', 'is too long');
  const header = parseJsonObject(decodeBase64url(encoded, 'header'));
  for (const name of Object.keys(header))
    if (name !== 'alg' && name !== 'kid' && name !== 'typ')
      throw unacceptable('header', 'has a parameter that we do not accept');
  if (!isSignatureAlgorithm(header['alg'])) throw unacceptable('alg', 'is not ES256 or EdDSA');
  if (typeof header['kid'] !== 'string' || !THUMBPRINT.test(header['kid']))
    throw unacceptable('kid', 'is not a thumbprint');
  if (typeof header['typ'] !== 'string') throw unacceptable('typ', 'is missing');
  return header as JwsHeader;
}

/**
 * @param key the key that `header.kid` names, from the trust list or genesis; never from the JWS itself
 * @throws TrustError `TRUST_KEY_UNKNOWN` if it is another key, `TRUST_ALGORITHM_MISMATCH`, `TRUST_SIGNATURE_INVALID`
 */
export function verifyJws(
  jws: Pick<Jws, 'header' | 'signingInput' | 'signature'>,
  key: VerificationKey,
): void {
  assertPinned(jws.header, key);
  assertValid(verifyBytes(key, Buffer.from(jws.signingInput), jws.signature), key);
}

/** `verifyJws` on a thread of the pool. */
export async function verifyJwsAsync(
  jws: Pick<Jws, 'header' | 'signingInput' | 'signature'>,
  key: VerificationKey,
): Promise<void> {
  assertPinned(jws.header, key);
  assertValid(await verifyBytesAsync(key, Buffer.from(jws.signingInput), jws.signature), key);
}

/** A compact JWS. A text payload is signed as it stands; an object as its JCS text. */
export function signJws(typ: string, payload: JsonObject | string, key: SigningKey): string {
  const text = typeof payload === 'string' ? payload : jcs(payload);
  const signingInput = `${protectedHeader(typ, key)}.${encodeBase64url(text)}`;
  return `${signingInput}.${encodeBase64url(signBytes(key, Buffer.from(signingInput)))}`;
}

export const protectedHeader = (typ: string, { alg, kid }: SigningKey): string =>
  encodeBase64url(jcs({ alg, kid, typ }));

/** ES256 as r‖s (RFC 7518 §3.4), Ed25519 as in RFC 8032. @throws TrustError if the key does not sign */
export const signBytes = ({ alg, key }: SigningKey, data: Uint8Array): Buffer =>
  suiteOf(alg).sign(key, data);

export const verifyBytes = (
  { alg, key }: VerificationKey,
  data: Uint8Array,
  signature: Uint8Array,
): boolean => suiteOf(alg).verify(key, asBuffer(data), signature);

export const verifyBytesAsync = async (
  { alg, key }: VerificationKey,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> => suiteOf(alg).verifyAsync(key, asBuffer(data), signature);

export function assertPinned({ alg, kid }: JwsHeader, key: VerificationKey): void {
  if (kid !== key.kid)
    throw new TrustError('TRUST_KEY_UNKNOWN', `signed with ${kid}, not ${key.kid}`, {
      facts: { kid },
    });
  if (alg !== key.alg)
    throw new TrustError('TRUST_ALGORITHM_MISMATCH', `${kid} is a key for ${key.alg}`, {
      facts: { kid, expected: key.alg },
    });
}

export function assertValid(valid: boolean, { kid }: VerificationKey): void {
  if (!valid)
    throw new TrustError('TRUST_SIGNATURE_INVALID', `not a signature of ${kid}`, {
      facts: { kid },
    });
}

const notJws = (reason: string) => new WireError('WIRE_NOT_JWS', reason);
const unacceptable = (member: string, reason: string) =>
  new WireError('WIRE_HEADER_UNACCEPTABLE', `${member} ${reason}`, { facts: { member } });
