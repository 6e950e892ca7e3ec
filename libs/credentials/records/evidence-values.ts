import { civilDate, offsetInstant } from '../values/civil-date.ts';
import { country } from '../values/countries.ts';
import { object } from '../values/object.ts';
import { boolean, code, integer } from '../values/schema.ts';
import { base64urlBytes, digest, mediaType, printed, registerId } from '../values/texts.ts';

/** The foreign document's own number, `URN:UVCI:…`. */
export const evidenceNumber = object({ number: printed(128) });

/** The document as it came, byte for byte, so that anyone can verify it again. At most 32 KiB. */
export const original = object({ mediaType, bytes: base64urlBytes(32 * 1024) });

/**
 * Whose signature on the original was verified, and with what. A signer's certificate that is past its date
 * today is a fact about the document, no reason to reject it.
 */
export const verifiedIssuer = object({
  scheme: code(['EU_DCC']),
  country,
  name: printed(200),
  algorithm: code(['ES256', 'PS256']),
  certificate: digest,
  certificateValidFrom: offsetInstant,
  certificateValidUntil: offsetInstant,
  certificateExpired: boolean,
});

const entry = {
  /** A code of the scheme's own list; SNOMED CT in an EU DCC. */
  disease: registerId(32),
  country,
  issuer: printed(200),
  certificateId: printed(128),
};

export const evidenceTest = object(
  {
    ...entry,
    testType: registerId(32),
    sampledAt: offsetInstant,
    result: code(['NOT_DETECTED', 'DETECTED', 'INCONCLUSIVE']),
  },
  { testName: printed(100), device: printed(80), resultAt: offsetInstant, centre: printed(200) },
);

export const evidenceVaccination = object({
  ...entry,
  vaccine: printed(80),
  product: printed(80),
  manufacturer: printed(80),
  dose: integer(1, 20),
  doses: integer(1, 20),
  vaccinatedOn: civilDate,
});

export const evidenceRecovery = object({
  ...entry,
  firstPositiveOn: civilDate,
  validFrom: civilDate,
  validUntil: civilDate,
});
