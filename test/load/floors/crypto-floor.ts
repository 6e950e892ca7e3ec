import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Floor } from '../case.ts';

const PUSHES = 1_000;

/** Bytes: of what is signed, of what the vault seals of a record, of a message. */
const SIGNED = Buffer.alloc(3_000, 'a signed record of usual size ');
const SEALED = randomBytes(6_000);
const MESSAGE = randomBytes(6_000);

/**
 * The pushes a second for which all processors suffice if they did nothing but the signatures and encryption between a push and
 * its delivery to one authority: the hub verifies request, record and clearance, seals, and signs the receipt; the relay
 * opens, and encrypts; the adapter decrypts and verifies.
 */
export function cryptoFloor(): Floor {
  const record = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const receipt = generateKeyPairSync('ed25519');
  const signature = sign('sha256', SIGNED, record.privateKey);
  const key = randomBytes(32);
  const verified = () => {
    if (!verify('sha256', SIGNED, record.publicKey, signature))
      throw new Error('the floor is broken');
  };
  const encrypted = (text: Buffer) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    return { iv, text: Buffer.concat([cipher.update(text), cipher.final()]), cipher };
  };
  const opened = ({ iv, text, cipher }: ReturnType<typeof encrypted>) => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(cipher.getAuthTag());
    return Buffer.concat([decipher.update(text), decipher.final()]);
  };
  const begun = performance.now();
  for (let push = 0; push < PUSHES; push++) {
    for (let signatures = 0; signatures < 3; signatures++) verified();
    const sealed = encrypted(SEALED);
    sign(null, SIGNED, receipt.privateKey);
    opened(sealed);
    opened(encrypted(MESSAGE));
    verified();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const value = (PUSHES / seconds) * availableParallelism();
  return { name: 'signatures and AES alone, on all cores', value };
}
