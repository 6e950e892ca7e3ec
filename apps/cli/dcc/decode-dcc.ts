import { X509Certificate } from 'node:crypto';
import { WireError, type Instant, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import { unpackHcert } from './hcert.ts';
import type { DccLine } from './read-lines.ts';
import { orRejected, readAs, Rejection, type Rejected } from './rejection.ts';
import { keyIdOf, verifySigner, type EntryKind, type Signer } from './signer.ts';

/** A certificate that was unpacked and whose signature was verified. */
export type DecodedDcc = {
  readonly outcome: 'decoded';
  /** The `HC1:` text as it came. */
  readonly hcert: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly signer: Signer;
  /** The kinds of entry in it, at least one. */
  readonly kinds: readonly EntryKind[];
  /** The signed content, in the schema of the EU DCC, versions 1.0 to 1.3; not yet checked against it. */
  readonly content: JsonObject;
};

/** Certificates of signers by key identifier, base64url: for files that do not bring them on each line. */
export type Signers = ReadonlyMap<string, X509Certificate>;

const KINDS: readonly EntryKind[] = ['v', 't', 'r'];

/** Unpacks a certificate and verifies its signature with the signer's certificate on its line, else among `signers`. */
export const decodeDcc = (line: DccLine, signers: Signers = new Map()): DecodedDcc | Rejected =>
  orRejected(() => {
    if ('flaw' in line) throw new Rejection(line.flaw);
    const message = unpackHcert(line.hcert);
    const { content, issuedAt, expiresAt } = message;
    if (!isObject(content)) throw new Rejection('NOT_A_DCC');
    const kinds = KINDS.filter((kind) => Array.isArray(content[kind]));
    if (kinds.length === 0) throw new Rejection('NOT_A_DCC');
    const certificate = line.certificate
      ? certificateIn(line.certificate)
      : signers.get(Buffer.from(message.keyId ?? []).toString('base64url'));
    if (!certificate) throw new Rejection('SIGNER_MISSING');
    const signer = verifySigner(message, kinds, certificate);
    return { outcome: 'decoded', hcert: line.hcert, issuedAt, expiresAt, signer, kinds, content };
  });

const certificateIn = (base64: string): X509Certificate =>
  readAs('SIGNER_UNREADABLE', () => new X509Certificate(Buffer.from(base64, 'base64')));

/**
 * The certificates of a PEM text, by the key identifier that messages name them by.
 * @throws WireError `WIRE_FORMAT` when one of them is not X.509
 */
export function signersIn(pem: string): Signers {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return new Map(blocks.map(readSigner).map((one) => [keyIdOf(one).toString('base64url'), one]));
}

function readSigner(block: string, index: number): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (cause) {
    throw new WireError('WIRE_FORMAT', 'a certificate of a signer is not X.509', {
      cause,
      facts: { certificate: index + 1 },
    });
  }
}
