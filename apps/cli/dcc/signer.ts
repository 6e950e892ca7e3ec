import { constants, createHash, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import type { Instant } from '#kernel';
import type { Hcert } from './hcert.ts';
import { Rejection } from './rejection.ts';

/** Who signed, by its own certificate. */
export type Signer = {
  readonly algorithm: 'ES256' | 'PS256';
  /** SHA-256 of the certificate (DER), base64url. */
  readonly certificate: string;
  /** ISO 3166-1 alpha-2, as the certificate states it. */
  readonly country: string | undefined;
  /** The organisation, else the common name. */
  readonly name: string | undefined;
  readonly validFrom: Instant;
  readonly validUntil: Instant;
};

/** The kinds of entry, by their member of the content: vaccination, test, recovery. */
export type EntryKind = 'v' | 't' | 'r';

/**
 * Extended key usages that limit a signer to kinds of entry (hcert-spec; Implementing Decision (EU)
 * 2021/1073, Annex IV), and the same with a 0 too many that stood in an early draft and lives on in many states' keys.
 */
const PURPOSES: ReadonlyMap<string, EntryKind> = new Map(
  ['1.3.6.1.4.1.1847.2021.1', '1.3.6.1.4.1.0.1847.2021.1'].flatMap((arc) => [
    [`${arc}.1`, 't'],
    [`${arc}.2`, 'v'],
    [`${arc}.3`, 'r'],
  ]),
);

/** In DER: the name of the extension, 2.5.29.37, and TRUE for critical. */
const CRITICAL_EXTENDED_KEY_USAGE = Buffer.from('0603551d250101ff', 'hex');

type Algorithm = {
  readonly name: Signer['algorithm'];
  readonly keyType: string;
  readonly parameters: Omit<Parameters<typeof verify>[2] & object, 'key'>;
};

/** COSE algorithms (RFC 9053 §2.1, RFC 8230 §2). ES256 fixes the hash, not the curve: some states sign on P-384. */
const ALGORITHMS: ReadonlyMap<unknown, Algorithm> = new Map<unknown, Algorithm>([
  [-7, { name: 'ES256', keyType: 'ec', parameters: { dsaEncoding: 'ieee-p1363' } }],
  [
    -37,
    {
      name: 'PS256',
      keyType: 'rsa',
      parameters: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    },
  ],
]);

/**
 * Verifies that the owner of the certificate signed the message, and might have. Judged at the message's own
 * time of issue: a certificate that ran out since still counts. Nothing vouches for the certificate itself;
 * whoever holds a list of trusted signers compares its digest.
 * @throws Rejection `ALGORITHM_UNKNOWN`, `SIGNER_…`, `SIGNATURE_INVALID`
 */
export function verifySigner(
  message: Hcert,
  kinds: readonly EntryKind[],
  certificate: X509Certificate,
): Signer {
  const algorithm = ALGORITHMS.get(message.algorithm);
  if (!algorithm) throw new Rejection('ALGORITHM_UNKNOWN');
  assertKeyId(message, certificate);
  assertSignature(message, certificate.publicKey, algorithm);
  const signer = signerOf(certificate, algorithm);
  assertCountry(message, signer);
  assertValid(message, signer);
  assertPurpose(kinds, certificate);
  return signer;
}

/** By what messages name a certificate: the first 8 bytes of its SHA-256 (hcert-spec). */
export const keyIdOf = ({ raw }: X509Certificate): Buffer =>
  createHash('sha256').update(raw).digest().subarray(0, 8);

function assertKeyId({ keyId }: Hcert, certificate: X509Certificate): void {
  if (keyId && !keyIdOf(certificate).equals(keyId)) throw new Rejection('SIGNER_OTHER');
}

function assertSignature(message: Hcert, key: KeyObject, algorithm: Algorithm): void {
  const { keyType, parameters } = algorithm;
  const isRight =
    key.asymmetricKeyType === keyType &&
    verify('sha256', message.signedBytes, { key, ...parameters }, message.signature);
  if (!isRight) throw new Rejection('SIGNATURE_INVALID');
}

/** Some states write a name where the country belongs; only a code can contradict the certificate. */
function assertCountry({ issuer }: Hcert, { country }: Signer): void {
  const isCode = /^[A-Z]{2}$/.test(issuer);
  if (isCode && country && issuer !== country) throw new Rejection('SIGNER_COUNTRY');
}

function assertValid({ issuedAt }: Hcert, { validFrom, validUntil }: Signer): void {
  if (issuedAt < validFrom || issuedAt > validUntil) throw new Rejection('SIGNER_NOT_VALID');
}

/**
 * A signer whose certificate names kinds may sign those. One that names only other purposes is limited
 * to them if the extension is critical; otherwise it advises and does not bind (X.509 §9.2.2.4).
 */
function assertPurpose(kinds: readonly EntryKind[], certificate: X509Certificate): void {
  const purposes: readonly string[] = certificate.keyUsage ?? [];
  const allowed = purposes.flatMap((purpose) => PURPOSES.get(purpose) ?? []);
  const isOther = allowed.length === 0 && certificate.raw.includes(CRITICAL_EXTENDED_KEY_USAGE);
  const isExceeded = allowed.length > 0 && kinds.some((kind) => !allowed.includes(kind));
  if (isOther || isExceeded) throw new Rejection('SIGNER_KEY_USAGE');
}

function signerOf(certificate: X509Certificate, { name }: Algorithm): Signer {
  const subject = new Map(
    certificate.subject.split('\n').map((line) => line.split('=', 2) as [string, string]),
  );
  return {
    algorithm: name,
    certificate: createHash('sha256').update(certificate.raw).digest('base64url'),
    country: subject.get('C'),
    name: subject.get('O') ?? subject.get('CN'),
    validFrom: certificate.validFromDate.toISOString(),
    validUntil: certificate.validToDate.toISOString(),
  };
}
