import { createPublicKey } from 'node:crypto';
import type { PublicJwk } from '#kernel';
import { codeOf } from '#testing';
import { asBuffer } from './base64url.ts';
import { generateKey, publicHalf, thumbprint, verificationKey } from './keys.ts';
import { signBytes, verifyBytes, verifyBytesAsync } from './jws.ts';

const rfc8037: PublicJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};
const ec = generateKey('KG.MOH', 'record').jwk;

describe('a key', () => {
  test('is named by its thumbprint, as RFC 8037 A.3 computes it, whatever the order of members', () => {
    expect(thumbprint(rfc8037)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    const { x, crv, kty } = rfc8037;
    expect(thumbprint({ x, crv, kty })).toBe(thumbprint(rfc8037));
  });

  test.each([
    ['record', 'ES256'],
    ['root', 'ES256'],
    ['hub', 'EdDSA'],
    ['witness', 'EdDSA'],
  ] as const)('for %s signs with %s, and its public half verifies', async (use, alg) => {
    const key = generateKey('KG', use);
    const data = Buffer.from('what is signed');
    const signature = signBytes(key, data);
    expect([key.alg, publicHalf(key).kid, signature.length]).toEqual([
      alg,
      thumbprint(key.jwk),
      64,
    ]);
    expect(verifyBytes(publicHalf(key), data, signature)).toBe(true);
    expect(await verifyBytesAsync(publicHalf(key), data, signature)).toBe(true);
    const other = publicHalf(generateKey('KG', use));
    for (const [verifier, bytes] of [
      [other, signature],
      [publicHalf(key), asBuffer(signature).subarray(1)],
      [publicHalf(key), Buffer.alloc(64)],
      [publicHalf(key), Buffer.alloc(0)],
    ] as const) {
      expect(verifyBytes(verifier, data, bytes)).toBe(false);
      expect(await verifyBytesAsync(verifier, data, bytes)).toBe(false);
    }
  });

  test('for encryption signs nothing', () => {
    const key = generateKey('RU.MOH', 'encryption');
    expect(codeOf(() => signBytes(key, Buffer.from('x')))).toBe('TRUST_ALGORITHM_MISMATCH');
  });

  test.each<[string, object]>([
    ['a private member', { ...rfc8037, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' }],
    ['a kid of its own', { ...rfc8037, kid: 'mine' }],
    ['no coordinate', { kty: 'OKP', crv: 'Ed25519' }],
    ['another curve', { ...ec, crv: 'P-384' }],
    ['the kty of another curve', { ...rfc8037, kty: 'EC' }],
    ['a coordinate too short', { ...rfc8037, x: 'AAAA' }],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['a point beside the curve', { ...ec, x: ec.y, y: ec.x }],
  ])('is refused with %s', (_, jwk) =>
    expect(codeOf(() => verificationKey(jwk as PublicJwk, 'ES256'))).toBe('WIRE_SCHEMA_MISMATCH'),
  );

  test('has coordinates in one text only', () => {
    const jwk = { ...rfc8037, x: `${rfc8037.x.slice(0, -1)}p` };
    expect(codeOf(() => thumbprint(jwk))).toBe('WIRE_NOT_BASE64URL');
  });

  test('is not taken for an algorithm of another curve', () => {
    expect(codeOf(() => verificationKey(ec, 'EdDSA'))).toBe('WIRE_SCHEMA_MISMATCH');
    expect(codeOf(() => verificationKey(rfc8037, 'ES256'))).toBe('WIRE_SCHEMA_MISMATCH');
    expect(codeOf(() => verificationKey(rfc8037, 'ECDH-ES+A256KW'))).toBe('WIRE_SCHEMA_MISMATCH');
  });

  test('is made into a KeyObject once', () => {
    expect(verificationKey({ ...ec }, 'ES256').key).toBe(verificationKey(ec, 'ES256').key);
    expect(verificationKey(ec, 'ECDH-ES+A256KW').alg).toBe('ECDH-ES+A256KW');
    expect(
      createPublicKey({ key: { ...ec }, format: 'jwk' }).equals(verificationKey(ec, 'ES256').key),
    ).toBe(true);
  });
});
