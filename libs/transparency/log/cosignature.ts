import { instantOf, milliseconds, type Instant } from '#kernel';
import { signBytes, verifyBytes, type SigningKey } from '#signing';
import { noteKey, unproved, type NoteKey, type NoteSignature } from './note.ts';

/** That a witness had seen the tree grow up to a checkpoint, when it said so. */
export type Cosignature = { readonly witness: string; readonly at: Instant };

const TIME_BYTES = 8;

/** C2SP tlog-cosignature v1: of the checkpoint's text and of the time, in seconds. */
const signedText = (text: string, seconds: bigint): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

export function cosign(text: string, name: string, key: SigningKey, at: Instant): NoteSignature {
  const seconds = BigInt(Math.floor(milliseconds(at) / 1000));
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(seconds);
  const bytes = Buffer.concat([time, signBytes(key, signedText(text, seconds))]);
  return { name, id: noteKey('witness', name, key.jwk).id, bytes };
}

/** @throws TrustError TRUST_SIGNATURE_INVALID */
export function verifyCosignature(
  text: string,
  { bytes }: NoteSignature,
  { name, key }: NoteKey,
): Cosignature {
  const seconds = bytes.length > TIME_BYTES ? bytes.readBigUInt64BE() : LATEST + 1n;
  const isSigned =
    seconds <= LATEST && verifyBytes(key, signedText(text, seconds), bytes.subarray(TIME_BYTES));
  if (!isSigned) throw unproved(`the cosignature of ${name} does not verify`);
  return { witness: name, at: instantOf(Number(seconds)) };
}

/** The last second that an instant can name. */
const LATEST = 253_402_300_799n;
