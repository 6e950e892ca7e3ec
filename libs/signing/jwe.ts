import { compactDecrypt, CompactEncrypt, errors } from 'jose';
import { TrustError, WireError, type PublicJwk } from '#kernel';
import { decodeBase64url } from './base64url.ts';
import { hasExactly, parseJsonObject } from './json.ts';
import { assertPublicJwk, verificationKey, type SigningKey } from './keys.ts';

const ALG = 'ECDH-ES+A256KW';
const ENC = 'A256GCM';
const MAX_CHARACTERS = 1024 * 1024;
const HEADER_BYTES = 1024;

/** Whom a JWE is for: the endorsed `encryption` key of an authority. */
export type EncryptionKey = { readonly kid: string; readonly jwk: PublicJwk };

/**
 * Encrypts for one key: compact JWE, ECDH-ES+A256KW with a fresh ephemeral key, A256GCM.
 * @param typ `sealed+jwe`, `lane-key+jwe`
 */
export async function encryptTo(
  plaintext: Uint8Array,
  { kid, jwk }: EncryptionKey,
  typ: string,
): Promise<string> {
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: ALG, enc: ENC, kid, typ })
    .encrypt(verificationKey(jwk, ALG).key);
}

/**
 * Opens what `encryptTo` made for this key, and nothing else.
 * @throws WireError as `parseJwe`; TrustError `TRUST_KEY_UNKNOWN` if it is for another key, `TRUST_DECRYPTION_FAILED`
 */
export async function decrypt(jwe: string, key: SigningKey, typ: string): Promise<Uint8Array> {
  const { header } = parseJwe(jwe, typ, ['alg', 'enc', 'epk', 'kid', 'typ']);
  if (header['alg'] !== ALG || header['enc'] !== ENC)
    throw new WireError('WIRE_NOT_JWE', `not ${ALG} with ${ENC}`);
  assertPublicJwk(header['epk']);
  if (header['kid'] !== key.kid) throw forAnotherKey(String(header['kid']));
  try {
    const options = { keyManagementAlgorithms: [ALG], contentEncryptionAlgorithms: [ENC] };
    return (await compactDecrypt(jwe, key.key, options)).plaintext;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw undecipherable(key.kid, cause);
    throw cause;
  }
}

/** The parts of a compact JWE, each canonical; header with exactly `members`. */
export type CompactJwe = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly encodedHeader: string;
  readonly encryptedKey: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
};

/** @throws WireError `WIRE_TOO_LARGE`, `WIRE_NOT_JWE`, `WIRE_NOT_BASE64URL`, `WIRE_HEADER_UNACCEPTABLE`, `WIRE_TYP_UNEXPECTED` */
export function parseJwe(jwe: string, typ: string, members: readonly string[]): CompactJwe {
  if (jwe.length > MAX_CHARACTERS)
    throw new WireError('WIRE_TOO_LARGE', `a JWE of ${jwe.length} characters`, {
      facts: { size: jwe.length, limit: MAX_CHARACTERS },
    });
  const parts = jwe.split('.', 6);
  const [encodedHeader, encryptedKey, iv, ciphertext, tag] = parts;
  if (parts.length !== 5 || encodedHeader!.length > HEADER_BYTES)
    throw new WireError('WIRE_NOT_JWE', 'not five parts');
  const header = parseJsonObject(decodeBase64url(encodedHeader!, 'header'));
  if (!hasExactly(header, ...members))
    throw new WireError('WIRE_HEADER_UNACCEPTABLE', `a JWE header needs exactly ${members.join()}`);
  if (header['typ'] !== typ)
    throw new WireError('WIRE_TYP_UNEXPECTED', 'the JWE is of another type', {
      facts: { expected: typ },
    });
  return {
    header,
    encodedHeader: encodedHeader!,
    encryptedKey: decodeBase64url(encryptedKey!, 'encrypted key'),
    iv: decodeBase64url(iv!, 'iv'),
    ciphertext: decodeBase64url(ciphertext!, 'ciphertext'),
    tag: decodeBase64url(tag!, 'tag'),
  };
}

export const forAnotherKey = (kid: string) =>
  new TrustError('TRUST_KEY_UNKNOWN', 'encrypted for another key', { facts: { kid } });

export const undecipherable = (kid: string, cause: unknown) =>
  new TrustError('TRUST_DECRYPTION_FAILED', `not opened by ${kid}`, { cause, facts: { kid } });
