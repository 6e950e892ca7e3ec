import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
import type { ErrorCode } from '#kernel';
import { codeOfAsync } from '#testing';
import { encodeBase64url } from './base64url.ts';
import { decrypt, encryptTo } from './jwe.ts';
import { generateKey, publicHalf } from './keys.ts';

const key = generateKey('RU.MOH', 'encryption');
const TYP = 'sealed+jwe';
const plaintext = Buffer.from('["c2FsdA","hiv","NOT_DETECTED"]');
const header = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid, typ: TYP };
const refusal = (jwe: string) => codeOfAsync(() => decrypt(jwe, key, TYP));

/** What jose encrypts for the same key under another header. */
const made = (change: object) =>
  new CompactEncrypt(plaintext)
    .setProtectedHeader({ ...header, ...change })
    .encrypt(publicHalf(key).key);

describe('a JWE to an authority', () => {
  test('is opened by its key', async () => {
    expect(Buffer.from(await decrypt(await encryptTo(plaintext, key, TYP), key, TYP))).toEqual(
      plaintext,
    );
  });

  test('is the same for jose, both ways', async () => {
    const jwk = { ...key.key.export({ format: 'jwk' }) };
    const opened = await compactDecrypt(
      await encryptTo(plaintext, key, TYP),
      await importJWK(jwk, header.alg),
    );
    expect(Buffer.from(opened.plaintext)).toEqual(plaintext);
    expect(Buffer.from(await decrypt(await made({}), key, TYP))).toEqual(plaintext);
  });

  test('shows nothing twice: key and text are fresh each time', async () => {
    const [one, other] = [
      await encryptTo(plaintext, key, TYP),
      await encryptTo(plaintext, key, TYP),
    ];
    const parts = one.split('.');
    expect(other.split('.').filter((part, index) => part === parts[index])).toEqual([]);
  });

  test.each<[string, ErrorCode, () => Promise<string>]>([
    [
      'for another key',
      'TRUST_KEY_UNKNOWN',
      () => encryptTo(plaintext, generateKey('RU.MOL', 'encryption'), TYP),
    ],
    [
      'for another key under this kid',
      'TRUST_DECRYPTION_FAILED',
      () =>
        encryptTo(plaintext, { kid: key.kid, jwk: generateKey('RU.MOL', 'encryption').jwk }, TYP),
    ],
    ['of another type', 'WIRE_TYP_UNEXPECTED', () => made({ typ: 'lane-key+jwe' })],
    ['with a weaker wrap', 'WIRE_NOT_JWE', () => made({ alg: 'ECDH-ES+A128KW' })],
    ['with another cipher', 'WIRE_NOT_JWE', () => made({ enc: 'A128CBC-HS256' })],
    ['with a content type', 'WIRE_HEADER_UNACCEPTABLE', () => made({ cty: 'text/plain' })],
  ])('is refused %s', async (_, code, make) => expect(await refusal(await make())).toBe(code));

  test.each<[string, ErrorCode, (parts: string[], header: object) => string[]]>([
    [
      'zip',
      'WIRE_HEADER_UNACCEPTABLE',
      ([, ...rest], head) => [text({ ...head, zip: 'DEF' }), ...rest],
    ],
    [
      'crit',
      'WIRE_HEADER_UNACCEPTABLE',
      ([, ...rest], head) => [text({ ...head, crit: ['exp'] }), ...rest],
    ],
    [
      'a passphrase count',
      'WIRE_HEADER_UNACCEPTABLE',
      ([, ...rest], head) => [text({ ...head, p2c: 2e9 }), ...rest],
    ],
    [
      'an ephemeral key of another curve',
      'WIRE_SCHEMA_MISMATCH',
      ([, ...rest], head) => [
        text({ ...head, epk: { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA' } }),
        ...rest,
      ],
    ],
    [
      'an ephemeral key beside the curve',
      'TRUST_DECRYPTION_FAILED',
      ([, ...rest], head) => [
        text({ ...head, epk: { ...key.jwk, x: key.jwk.y, y: key.jwk.x } }),
        ...rest,
      ],
    ],
    ['four parts', 'WIRE_NOT_JWE', (parts) => parts.slice(0, 4)],
    ['six parts', 'WIRE_NOT_JWE', (parts) => [...parts, 'AA']],
    ['padding', 'WIRE_NOT_BASE64URL', (parts) => [...parts.slice(0, 4), `${parts[4]}==`]],
    [
      'another tag',
      'TRUST_DECRYPTION_FAILED',
      (parts) => [...parts.slice(0, 4), encodeBase64url(Buffer.alloc(16))],
    ],
    [
      'a short tag',
      'TRUST_DECRYPTION_FAILED',
      (parts) => [
        ...parts.slice(0, 4),
        encodeBase64url(Buffer.from(parts[4]!, 'base64url').subarray(0, 4)),
      ],
    ],
    ['another text', 'TRUST_DECRYPTION_FAILED', (parts) => parts.with(3, encodeBase64url('other'))],
    ['no wrapped key', 'TRUST_DECRYPTION_FAILED', (parts) => parts.with(1, '')],
  ])('is refused with %s', async (_, code, change) => {
    const parts = (await encryptTo(plaintext, key, TYP)).split('.');
    const head = JSON.parse(Buffer.from(parts[0]!, 'base64url').toString()) as object;
    expect(await refusal(change(parts, head).join('.'))).toBe(code);
  });

  test('is refused when it is larger than 1 MiB', async () =>
    expect(await refusal('A'.repeat(1024 * 1024 + 1))).toBe('WIRE_TOO_LARGE'));
});

const text = (value: object) => encodeBase64url(JSON.stringify(value));
