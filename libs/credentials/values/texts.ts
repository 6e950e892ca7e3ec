import { DIGEST } from '../draft.ts';
import { text } from './schema.ts';

/** Text that people read: no control or format characters, no blanks at its ends. */
const PRINTED = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u;

/** One line of printed text; for names of organisations and the like, never for remarks. */
export const printed = (max: number) => text({ max, pattern: PRINTED });

/** A person's name in the script of the document. */
export const personName = text({
  max: 100,
  pattern: /^[\p{L}\p{M}](?:[\p{L}\p{M}\p{Nd}'’ʼ‘`.,() -]*[\p{L}\p{M}.)])?$/u,
});

/** A name in the capitals of a machine-readable zone (ICAO 9303-3), blanks and hyphens kept. */
export const latinName = text({ max: 100, pattern: /^[A-Z](?:[A-Z' -]*[A-Z])?$/ });

/** The number of a document as printed: letters, digits and the signs between them. */
export const numberText = (max: number) =>
  text({ max, pattern: /^[\p{L}\p{Nd}](?:[\p{L}\p{Nd} ./№-]*[\p{L}\p{Nd}])?$/u });

/** An identifier that a register gave: capitals, digits, dots, hyphens, slashes, underscores. */
export const registerId = (max: number) =>
  text({ max, pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._/:-]*[A-Za-z0-9])?$/ });

/** The id of an authority, `KG.MOH`. At most 32, so that a clearance fits its QR code. */
export const authorityId = text({ min: 2, max: 32, pattern: /^[A-Z]{2}(?:\.[A-Z0-9]+)+$/ });

/** A random UUID (RFC 9562, version 4), in lower case. */
export const uuid = text({
  min: 36,
  max: 36,
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
});

/** A SHA-256 digest, canonical base64url. */
export const digest = text({ min: 43, max: 43, pattern: DIGEST });

/** ICD-10, three characters, and the subdivision where it matters. */
export const icd10 = text({ min: 3, max: 6, pattern: /^[A-Z][0-9]{2}(?:\.[0-9]{1,2})?$/ });

/** A recognition profile, `<state>/<name>/<version>`. At most 40, so that a clearance fits its QR code. */
export const profileId = text({ max: 40, pattern: /^[A-Z]{2}\/[A-Z0-9-]{2,33}\/[1-9][0-9]{0,2}$/ });

/** 26 characters of RFC 4648 base32: the code on a certificate, and the token on a worker's consent. */
export const verificationCode = text({ min: 26, max: 26, pattern: /^[A-Z2-7]{26}$/ });

/** `type/subtype` (RFC 6838). */
export const mediaType = text({
  max: 100,
  pattern: /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/,
});

/** Bytes as canonical base64url. */
export const base64urlBytes = (maxBytes: number) =>
  text(
    { max: Math.ceil((maxBytes * 4) / 3), pattern: /^[A-Za-z0-9_-]+$/, format: 'base64url' },
    (value) => Buffer.from(value, 'base64url').toString('base64url') === value,
  );

/** A language, ISO 639-1. */
export const languageCode = text({ min: 2, max: 2, pattern: /^[a-z]{2}$/ });

/** A region of a country, ISO 3166-2. */
export const regionCode = text({ min: 4, max: 6, pattern: /^[A-Z]{2}-[A-Z0-9]{1,3}$/ });
