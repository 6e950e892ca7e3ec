import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';
import { StoreError } from '#kernel';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
const KEY = 32;

/** Random bytes by the page: a call to the generator costs more than enciphering a key does. */
const page = Buffer.alloc(4096);
let spent = page.length;

/** Fresh random bytes, to be used before the next call. */
function random(size: number): Buffer {
  if (spent + size > page.length) {
    randomFillSync(page);
    spent = 0;
  }
  return page.subarray(spent, (spent += size));
}

/** What is sealed and whose it is. Authenticated, not stored: opening takes the same parts again. */
export type Context = readonly [
  kind: 'digest-key' | 'owner-key' | 'record-key' | 'contents',
  ...names: string[],
];

/** A fresh key of 256 bits, for contents or for wrapping other keys. */
export function newKey(): KeyObject {
  const bytes = random(KEY);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/**
 * Seals bytes with AES-256-GCM: random nonce (12 bytes), ciphertext, tag (16 bytes).
 * Takes no raw key, since one costs more per call than sealing 8 KB does.
 */
export function seal(key: KeyObject, context: Context, bytes: Uint8Array): Uint8Array {
  const nonce = random(NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(associated(context));
  const sealed = cipher.update(bytes);
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

/**
 * What `seal` was given under this key and context.
 * @throws StoreError STORE_CORRUPT if the key, the context or any bit differs.
 */
export function unseal(key: KeyObject, context: Context, sealed: Uint8Array): Uint8Array {
  try {
    const nonce = sealed.subarray(0, NONCE);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG });
    decipher.setAAD(associated(context));
    decipher.setAuthTag(sealed.subarray(-TAG));
    const bytes = decipher.update(sealed.subarray(NONCE, -TAG));
    decipher.final();
    return bytes;
  } catch (cause) {
    throw new StoreError('STORE_CORRUPT', `sealed bytes (${context[0]}) do not open`, { cause });
  }
}

/** Seals one key under another: a record's under its owner's, an owner's under the epoch's. */
export const wrap = (under: KeyObject, context: Context, key: KeyObject): Uint8Array =>
  seal(under, context, key.export());

/** The key that `wrap` was given. @throws StoreError STORE_CORRUPT like `unseal`. */
export const unwrap = (under: KeyObject, context: Context, wrapped: Uint8Array): KeyObject =>
  createSecretKey(unseal(under, context, wrapped));

/** As JSON, so that no two lists of names give the same bytes. */
const associated = (context: Context): Buffer => Buffer.from(JSON.stringify(context));
