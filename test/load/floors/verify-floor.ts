import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Floor } from '../case.ts';

const VERIFIES = 4_000;

/** ES256 verifies a second on one thread. */
export function verifyFloor(): Floor {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = Buffer.alloc(3_000, 'a signed record of usual size ');
  const signature = sign('sha256', signed, privateKey);
  const start = performance.now();
  for (let done = 0; done < VERIFIES; done++)
    if (!verify('sha256', signed, publicKey, signature)) throw new Error('the floor is broken');
  const seconds = (performance.now() - start) / 1000;
  return { name: 'ES256 verify alone', value: VERIFIES / seconds };
}
