import { randomBytes, randomUUID } from 'node:crypto';
import type { IssuedRecord, RecordReference } from '#certificates';
import { MEDICAL_CERTIFICATE, MEDICAL_EVIDENCE, recordDigest } from '#credentials';
import { numericDate, stateOf, type Instant, type JsonObject } from '#kernel';
import { signJws, type SigningKey } from '#signing';

/** A record that was issued, as whoever speaks about it names it. */
export type SampleRecord = RecordReference & {
  readonly stream: string;
  readonly subject: string;
  /** The id of the event that issued it. */
  readonly event: string;
};

export type SampleRecordChanges = {
  readonly issuer?: string;
  readonly key?: SigningKey;
  /** Seconds from its signature to its recording. */
  readonly age?: number;
  readonly subject?: string;
  readonly supersedes?: SampleRecord;
  readonly isEvidence?: boolean;
};

const DIGESTS = 16;
/** As large as a certificate's with two clearances: 5 steps of 2 KiB, nonce and tag. */
const SEALED = randomBytes(5 * 2048 + 28).toString('base64url');

/** A record as the hub keeps it, signed: its digests hide nothing, and no key opens what is sealed. */
export function sampleRecord(
  key: SigningKey,
  at: Instant,
  { issuer = 'KG.MOH', age = 0, supersedes, isEvidence = false, ...rest }: SampleRecordChanges = {},
): IssuedRecord {
  const type = isEvidence ? MEDICAL_EVIDENCE : MEDICAL_CERTIFICATE;
  const id = randomUUID();
  const iat = numericDate(at) - age;
  const jwt = sampleJwt({ iss: issuer, vct: type.vct, iat, id }, key);
  return {
    issuer,
    id,
    digest: recordDigest(jwt),
    recordType: type.name,
    kid: key.kid,
    iat,
    jwt,
    sealed: SEALED,
    controller: stateOf(issuer),
    subject: supersedes?.subject ?? rest.subject ?? randomUUID(),
    ...(supersedes && { supersedes: supersedes.id }),
  };
}

export function sampleJwt(clear: JsonObject, key: SigningKey): string {
  const random = randomBytes(32 * DIGESTS);
  const digests = Array.from({ length: DIGESTS }, (_, at) =>
    random.toString('base64url', 32 * at, 32 * (at + 1)),
  );
  return signJws('dc+sd-jwt', JSON.stringify({ ...clear, _sd: digests, _sd_alg: 'sha-256' }), key);
}

export const referenceTo = ({ issuer, id, digest }: RecordReference): RecordReference => ({
  issuer,
  id,
  digest,
});
