import {
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto';
import { TrustError, type KeyAlgorithm, type PublicJwk } from '#kernel';
import { rawToDer } from './ecdsa-der.ts';

/**
 * One way to sign, filed under its JOSE `alg`. The slot for others (GOST R 34.10, STB 34.101.45, a
 * trusted third party's receipt): a row in `SUITES`, and its name in `KeyAlgorithm`.
 */
export type SignatureSuite = {
  /** Name in the HTTP signature algorithms registry (RFC 9421 §6.2). */
  readonly httpName: string;
  readonly crv: PublicJwk['crv'];
  generate(): KeyPairKeyObjectResult;
  sign(key: KeyObject, data: Uint8Array): Buffer;
  /** False for whatever does not verify; never throws on a signature's bytes. */
  verify(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean;
  /** The same on a thread of libuv's pool; repays the hop where other work waits. */
  verifyAsync(key: KeyObject, data: Uint8Array, signature: Uint8Array): Promise<boolean>;
};

/** OpenSSL's ECDSA takes DER; letting Node convert (`ieee-p1363`) costs a third of a verify. */
const ES256: SignatureSuite = {
  httpName: 'ecdsa-p256-sha256',
  crv: 'P-256',
  generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  sign: (key, data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  verify(key, data, signature) {
    const der = rawToDer(signature);
    return der !== undefined && verify('sha256', data, key, der);
  },
  verifyAsync(key, data, signature) {
    const der = rawToDer(signature);
    return der === undefined ? Promise.resolve(false) : verifyOnPool('sha256', key, data, der);
  },
};

const EdDSA: SignatureSuite = {
  httpName: 'ed25519',
  crv: 'Ed25519',
  generate: () => generateKeyPairSync('ed25519'),
  sign: (key, data) => sign(null, data, key),
  verify: (key, data, signature) => signature.length === 64 && verify(null, data, key, signature),
  verifyAsync: (key, data, signature) =>
    signature.length === 64 ? verifyOnPool(null, key, data, signature) : Promise.resolve(false),
};

const SUITES: ReadonlyMap<string, SignatureSuite> = new Map([
  ['ES256', ES256],
  ['EdDSA', EdDSA],
]);

export const isSignatureAlgorithm = (
  alg: unknown,
): alg is Exclude<KeyAlgorithm, 'ECDH-ES+A256KW'> => typeof alg === 'string' && SUITES.has(alg);

/** @throws TrustError `TRUST_ALGORITHM_MISMATCH` for an algorithm that does not sign */
export function suiteOf(alg: KeyAlgorithm): SignatureSuite {
  const suite = SUITES.get(alg);
  if (!suite) throw new TrustError('TRUST_ALGORITHM_MISMATCH', `${alg} makes no signatures`);
  return suite;
}

function verifyOnPool(
  digest: string | null,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return new Promise((resolve, reject) =>
    verify(digest, data, key, signature, (error, valid) =>
      error ? reject(error) : resolve(valid),
    ),
  );
}
