import { createPublicKey, type KeyObject } from 'node:crypto';
import { WireError, type KeyAlgorithm, type KeyUse, type PublicJwk } from '#kernel';
import { decodeBase64url } from './base64url.ts';
import { sha256 } from './digest.ts';
import { hasExactly, jcs } from './json.ts';
import { suiteOf } from './suites.ts';

/** What a key in somebody's hand is for: an endorsed use, a state's root, or the hub's own keys of genesis. */
export type SigningKeyUse = KeyUse | 'root' | 'hub';

/** A private key and what is public about it. Of use `encryption` it opens, else it signs. */
export type SigningKey = {
  /** RFC 7638 thumbprint of `jwk`. */
  readonly kid: string;
  readonly alg: KeyAlgorithm;
  readonly use: SigningKeyUse;
  /** A state's id for a root (`KG`), else an authority's or agency's. */
  readonly holder: string;
  readonly key: KeyObject;
  readonly jwk: PublicJwk;
};

/** A public key, with the one algorithm it may be used with. */
export type VerificationKey = {
  readonly kid: string;
  readonly alg: KeyAlgorithm;
  readonly key: KeyObject;
};

/** Ed25519 where the hub or a witness signs, ECDH on P-256 for `encryption`, else ES256. */
export const defaultAlgorithm = (use: SigningKeyUse): KeyAlgorithm =>
  use === 'encryption' ? 'ECDH-ES+A256KW' : use === 'hub' || use === 'witness' ? 'EdDSA' : 'ES256';

/** A new key from the system's random source. */
export function generateKey(
  holder: string,
  use: SigningKeyUse,
  alg: KeyAlgorithm = defaultAlgorithm(use),
): SigningKey {
  const { publicKey, privateKey } = suiteOf(alg === 'ECDH-ES+A256KW' ? 'ES256' : alg).generate();
  const jwk = publicJwk(publicKey);
  return { kid: thumbprint(jwk), alg, use, holder, key: privateKey, jwk };
}

/** The public members of a key, in the order of RFC 7638. */
export function publicJwk(key: KeyObject): PublicJwk {
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  return assertPublicJwk({ crv, kty, x, ...(y === undefined ? {} : { y }) });
}

/** RFC 7638: SHA-256 over the required members in lexicographic order; base64url. It is the `kid` everywhere. */
export const thumbprint = (jwk: PublicJwk): string => sha256(jcs(assertPublicJwk(jwk)));

/** What a key of this form signs with. */
export const signatureAlgorithm = (jwk: PublicJwk): KeyAlgorithm =>
  jwk.kty === 'EC' ? 'ES256' : 'EdDSA';

const FORMS = {
  'P-256': { kty: 'EC', members: ['kty', 'crv', 'x', 'y'] },
  Ed25519: { kty: 'OKP', members: ['kty', 'crv', 'x'] },
} as const;

/**
 * A JWK of a form we accept: its required members and no other, coordinates of 32 bytes in canonical
 * base64url, so that one key has one thumbprint.
 * @throws WireError `WIRE_SCHEMA_MISMATCH`, `WIRE_NOT_BASE64URL`
 */
export function assertPublicJwk(value: unknown): PublicJwk {
  const jwk = (typeof value === 'object' && value !== null ? value : {}) as PublicJwk;
  const form = jwk.crv === 'P-256' || jwk.crv === 'Ed25519' ? FORMS[jwk.crv] : undefined;
  const coordinates = jwk.crv === 'P-256' ? [jwk.x, jwk.y] : [jwk.x];
  const fits =
    form?.kty === jwk.kty &&
    hasExactly(jwk, ...form.members) &&
    coordinates.every(
      (one) => typeof one === 'string' && decodeBase64url(one, 'jwk').length === 32,
    );
  if (!fits) throw new WireError('WIRE_SCHEMA_MISMATCH', 'not the public part of a key we accept');
  return jwk;
}

/** Making a KeyObject costs half a verify, and the same few hundred keys come again and again. */
const cache = new Map<string, VerificationKey>();
const CACHE_LIMIT = 10_000;

/**
 * The key to verify (or encrypt) with. Kept by the key's coordinates, which is to say by its `kid`.
 * @throws WireError `WIRE_SCHEMA_MISMATCH` if it is no key of that algorithm, or not a point of the curve
 */
export function verificationKey(jwk: PublicJwk, alg: KeyAlgorithm): VerificationKey {
  const name = `${alg} ${jwk.x} ${jwk.y}`;
  const known = cache.get(name);
  if (known) return known;
  const made = makeVerificationKey(jwk, alg);
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value!);
  cache.set(name, made);
  return made;
}

function makeVerificationKey(jwk: PublicJwk, alg: KeyAlgorithm): VerificationKey {
  const kid = thumbprint(jwk);
  const { crv } = suiteOf(alg === 'ECDH-ES+A256KW' ? 'ES256' : alg);
  if (jwk.crv !== crv) throw new WireError('WIRE_SCHEMA_MISMATCH', `${alg} needs ${crv}`);
  try {
    return { kid, alg, key: createPublicKey({ key: { ...jwk }, format: 'jwk' }) };
  } catch {
    throw new WireError('WIRE_SCHEMA_MISMATCH', 'the coordinates are no point of the curve');
  }
}

/** The public half of a private key. */
export const publicHalf = ({ jwk, alg }: SigningKey): VerificationKey => verificationKey(jwk, alg);
