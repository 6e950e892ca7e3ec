import { WireError } from '#kernel';
import { parseJws, sha256, type Jws } from '#signing';
import { isBase64urlLike, MAX_CREDENTIAL } from './base64url-part.ts';
import { CREDENTIAL_TYP, DIGEST_ALGORITHM, SD_ALG, SEPARATOR } from '../draft.ts';

/** An SD-JWT (RFC 9901 §4) that was read and not yet verified; its disclosures are not yet opened. */
export type SdJwt = Jws & {
  /** As it came, `<jwt>~<disclosure>~…~`. */
  readonly text: string;
  /** The issuer-signed JWT. */
  readonly jwt: string;
  /** As they travel, base64url. */
  readonly disclosures: readonly string[];
};

const MAX_DISCLOSURES = 256;

/**
 * Reads `<jwt>~<disclosure>~…~` strictly. Key binding JWTs are not accepted: no credential of ours is bound to
 * a wallet's key. Proves nothing: call `verifyCredential`, then `resolve`.
 * @throws WireError `WIRE_TOO_LARGE`, `WIRE_DISCLOSURE_INVALID`, `WIRE_SCHEMA_MISMATCH`, and what `parseJws` throws
 */
export function parseSdJwt(text: string): SdJwt {
  if (text.length > MAX_CREDENTIAL)
    throw new WireError('WIRE_TOO_LARGE', `a credential of ${text.length} characters`, {
      facts: { size: text.length, limit: MAX_CREDENTIAL },
    });
  if (!text.endsWith(SEPARATOR))
    throw new WireError('WIRE_DISCLOSURE_INVALID', 'the credential does not end with a tilde');
  if (!isBase64urlLike(text))
    throw new WireError('WIRE_NOT_BASE64URL', 'the credential is not base64url', {
      facts: { part: 'credential' },
    });
  const [jwt, ...disclosures] = text.slice(0, -1).split(SEPARATOR) as [string, ...string[]];
  if (disclosures.length > MAX_DISCLOSURES)
    throw new WireError('WIRE_TOO_LARGE', `${disclosures.length} disclosures`, {
      facts: { size: disclosures.length, limit: MAX_DISCLOSURES },
    });
  const { header, payload, payloadText, signingInput, signature } = parseJws(jwt, {
    typ: CREDENTIAL_TYP,
  });
  if (payload[SD_ALG] !== DIGEST_ALGORITHM)
    throw new WireError('WIRE_SCHEMA_MISMATCH', `${SD_ALG} is not ${DIGEST_ALGORITHM}`, {
      pointer: `/${SD_ALG}`,
    });
  return { header, payload, payloadText, signingInput, signature, text, jwt, disclosures };
}

/** The digest of a record, everywhere: SHA-256 of the issuer-signed JWT, which commits to every claim; base64url. */
export const recordDigest = (jwt: string): string => sha256(jwt);
