import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { TrustError, WireError } from '#kernel';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { sha256 } from './digest.ts';
import { jcs } from './json.ts';
import {
  decrypt,
  encryptTo,
  forAnotherKey,
  parseJwe,
  undecipherable,
  type EncryptionKey,
} from './jwe.ts';
import { parseJws, signJws, verifyJws } from './jws.ts';
import type { SigningKey, VerificationKey } from './keys.ts';

/** What encrypts the messages to one authority on one topic for one period (architecture §9). */
export type LaneKey = {
  /** RFC 7638 thumbprint of the symmetric key. */
  readonly kid: string;
  /** The one authority it is for. */
  readonly aud: string;
  /** `exchange.RU` */
  readonly topic: string;
  /** Which of the hourly keys: the instant it begins. */
  readonly period: string;
  readonly key: KeyObject;
};

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A fresh random key. */
export const newLaneKey = (authority: string, topic: string, period: string): LaneKey =>
  laneKey(authority, topic, period, randomBytes(KEY_BYTES));

function laneKey(aud: string, topic: string, period: string, bytes: Buffer): LaneKey {
  const kid = sha256(jcs({ k: encodeBase64url(bytes), kty: 'oct' }));
  return { kid, aud, topic, period, key: createSecretKey(bytes) };
}

/** The key as it travels beside its messages: signed by the hub's lane key of genesis, then encrypted to the authority. */
export function wrapLaneKey(
  { aud, topic, period, key }: LaneKey,
  hubLaneKey: SigningKey,
  recipient: EncryptionKey,
): Promise<string> {
  const payload = { aud, topic, period, k: encodeBase64url(key.export()) };
  const statement = signJws('lane-key+jws', payload, hubLaneKey);
  return encryptTo(Buffer.from(statement), recipient, 'lane-key+jwe');
}

/**
 * @param hubLaneKey the hub's public lane key, from genesis
 * @throws WireError, TrustError if it is not for this key, or not signed by the hub of genesis
 */
export async function unwrapLaneKey(
  wrapped: string,
  encryptionKey: SigningKey,
  hubLaneKey: VerificationKey,
): Promise<LaneKey> {
  const statement = Buffer.from(await decrypt(wrapped, encryptionKey, 'lane-key+jwe'));
  const jws = parseJws(statement.toString(), { typ: 'lane-key+jws' });
  verifyJws(jws, hubLaneKey);
  const { aud, topic, period, k } = jws.payload;
  if ([aud, topic, period, k].some((one) => typeof one !== 'string')) throw notALaneKey();
  const bytes = decodeBase64url(k as string, 'k');
  if (bytes.length !== KEY_BYTES) throw notALaneKey();
  return laneKey(aud as string, topic as string, period as string, bytes);
}

/**
 * One message as compact JWE (`dir`, A256GCM); its header binds authority, topic and event id.
 * A lane key lives an hour, far below the 2^32 messages that random IVs allow.
 */
export function sealMessage(
  { kid, aud, topic, key }: LaneKey,
  event: string,
  plaintextText: string,
): string {
  const header = { alg: 'dir', enc: 'A256GCM', typ: 'message+jwe', kid, aud, topic, event };
  const encodedHeader = encodeBase64url(JSON.stringify(header));
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(encodedHeader));
  const ciphertext = Buffer.concat([cipher.update(plaintextText, 'utf8'), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map(encodeBase64url);
  return `${encodedHeader}..${parts.join('.')}`;
}

/** Where a message was found, and what it claims to be there. */
export type ExpectedMessage = {
  readonly authority: string;
  readonly topic: string;
  readonly event: string;
};

/**
 * Opens a message of that lane key, if it was made for this authority, topic and event.
 * @throws TrustError `TRUST_MISROUTED`, `TRUST_KEY_UNKNOWN`, `TRUST_DECRYPTION_FAILED`; WireError as `parseJwe`
 */
export function openMessage(value: string, laneKey: LaneKey, expected: ExpectedMessage): string {
  const jwe = parseJwe(value, 'message+jwe', MESSAGE_HEADER);
  const { header, encryptedKey, iv, tag } = jwe;
  if (header['alg'] !== 'dir' || header['enc'] !== 'A256GCM' || encryptedKey.length > 0)
    throw new WireError('WIRE_NOT_JWE', 'not dir with A256GCM');
  assertRouted(header, laneKey, expected);
  if (header['kid'] !== laneKey.kid) throw forAnotherKey(String(header['kid']));
  if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES)
    throw new WireError('WIRE_NOT_JWE', 'iv or tag is of another length');
  const decipher = createDecipheriv('aes-256-gcm', laneKey.key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(jwe.encodedHeader))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(jwe.ciphertext), decipher.final()]).toString();
  } catch (cause) {
    throw undecipherable(laneKey.kid, cause);
  }
}

const MESSAGE_HEADER = ['alg', 'enc', 'typ', 'kid', 'aud', 'topic', 'event'];

function assertRouted(
  header: Readonly<Record<string, unknown>>,
  laneKey: LaneKey,
  { authority, topic, event }: ExpectedMessage,
): void {
  const fits =
    header['aud'] === authority &&
    header['topic'] === topic &&
    header['event'] === event &&
    laneKey.aud === authority &&
    laneKey.topic === topic;
  if (!fits)
    throw new TrustError('TRUST_MISROUTED', `not a message to ${authority} on ${topic}`, {
      facts: { authority, topic, event },
    });
}

const notALaneKey = () =>
  new WireError('WIRE_SCHEMA_MISMATCH', 'a lane key statement needs aud, topic, period and k');
