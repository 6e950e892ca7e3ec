import { createHmac, sign } from 'node:crypto';
import { CompactSign, compactVerify, importJWK } from 'jose';
import type { ErrorCode } from '#kernel';
import { codeOf, codeOfAsync, processorTime, QUADRATIC } from '#testing';
import { encodeBase64url } from './base64url.ts';
import { parseJws, signBytes, signJws, verifyJws, verifyJwsAsync } from './jws.ts';
import { generateKey, publicHalf, type SigningKey } from './keys.ts';

const key = generateKey('KG.MOH', 'statement');
const ed25519 = generateKey('HUB', 'hub');
const stranger = generateKey('KG.MOH', 'statement');
const TYP = 'revocation+jws';
const payload = { iss: 'KG.MOH', iat: 1795492560 };
const good = signJws(TYP, payload, key);

/** A JWS with this header and payload text, well signed: nothing is wrong with it but what it says. */
const signed = (header: object | string, text = JSON.stringify(payload), by: SigningKey = key) => {
  const encoded = encodeBase64url(typeof header === 'string' ? header : JSON.stringify(header));
  const input = `${encoded}.${encodeBase64url(text)}`;
  return `${input}.${encodeBase64url(signBytes(by, Buffer.from(input)))}`;
};
const header = { alg: 'ES256', kid: key.kid, typ: TYP };
const [encodedHeader, encodedPayload, encodedSignature] = good.split('.') as [
  string,
  string,
  string,
];
const withSignature = (signature: Uint8Array | string) =>
  `${encodedHeader}.${encodedPayload}.${typeof signature === 'string' ? signature : encodeBase64url(signature)}`;

const read = (compact: string) => parseJws(compact, { typ: TYP });
const accept = (compact: string) => verifyJws(read(compact), publicHalf(key));
const refusal = (compact: string) => codeOf(() => accept(compact));

/** The last character of a base64url text with its unused bits set. */
const loosened = (text: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) + 1];
};

describe('a compact JWS', () => {
  test.each([key, ed25519])('is read and verified as it was signed: %#', async (by) => {
    const jws = parseJws(signJws(TYP, payload, by), { typ: ['other+jws', TYP] });
    expect(jws.header).toEqual({ alg: by.alg, kid: by.kid, typ: TYP });
    expect(jws.payload).toEqual(payload);
    expect(jws.payloadText).toBe('{"iat":1795492560,"iss":"KG.MOH"}');
    verifyJws(jws, publicHalf(by));
    await verifyJwsAsync(jws, publicHalf(by));
  });

  test('keeps the very bytes of a text payload', () => {
    const text = '{ "iss":"KG.MOH",  "note":"Ы" }';
    expect(read(signJws(TYP, text, key)).payloadText).toBe(text);
  });

  test('is the same for jose, both ways', async () => {
    const jwk = await importJWK({ ...key.jwk }, 'ES256');
    expect((await compactVerify(good, jwk)).protectedHeader).toEqual(header);
    const theirs = await new CompactSign(Buffer.from('{"iat":1}'))
      .setProtectedHeader({ typ: TYP, kid: key.kid, alg: 'ES256' })
      .sign(key.key);
    expect(refusal(theirs)).toBeUndefined();
  });
});

/** Every bad JWS we could think of. OWASP ASVS 5.0 V9.1: verified before use, algorithms and keys from our own list only. */
describe('a compact JWS is refused', () => {
  const hmac = (secret: string | Buffer) => {
    const input = `${encodeBase64url(JSON.stringify({ ...header, alg: 'HS256' }))}.${encodedPayload}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const pem = publicHalf(key).key.export({ type: 'spki', format: 'pem' });
  const der = () =>
    sign('sha256', Buffer.from(`${encodedHeader}.${encodedPayload}`), {
      key: key.key,
      dsaEncoding: 'der',
    });
  const twice = (member: string) => JSON.stringify(header).replace('}', `,${member}}`);
  const nested = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;

  test.each<[string, ErrorCode, string]>([
    // The form
    ['when empty', 'WIRE_NOT_JWS', ''],
    ['with one part', 'WIRE_NOT_JWS', encodedHeader],
    ['with two parts', 'WIRE_NOT_JWS', `${encodedHeader}.${encodedPayload}`],
    ['with four parts', 'WIRE_NOT_JWS', `${good}.`],
    ['with five parts', 'WIRE_NOT_JWS', `${good}.AA.AA`],
    ['without header', 'WIRE_NOT_JWS', `.${encodedPayload}.${encodedSignature}`],
    ['with a detached payload', 'WIRE_NOT_JWS', `${encodedHeader}..${encodedSignature}`],
    ['without signature', 'WIRE_NOT_JWS', withSignature('')],
    ['of dots', 'WIRE_NOT_JWS', '..'],
    ['as JSON', 'WIRE_NOT_JWS', '{"payload":"e30","signatures":[]}'],
    ['when too large', 'WIRE_TOO_LARGE', `${good}${'A'.repeat(64 * 1024)}`],
    // One text for one signature
    ['with padding', 'WIRE_NOT_BASE64URL', `${good}==`],
    ['with a line break after it', 'WIRE_NOT_BASE64URL', `${good}\n`],
    ['with a space before it', 'WIRE_NOT_BASE64URL', ` ${good}`],
    [
      'with stray bits in the signature',
      'WIRE_NOT_BASE64URL',
      withSignature(loosened(encodedSignature)),
    ],
    [
      'with stray bits in the payload',
      'WIRE_NOT_BASE64URL',
      good.replace(
        `.${encodedPayload}.`,
        `.${loosened(signJws(TYP, '{"a":10}', key).split('.')[1]!)}.`,
      ),
    ],
    ['with a null character', 'WIRE_NOT_BASE64URL', good.replace('.', '\0.')],
    ['with letters of another script', 'WIRE_NOT_BASE64URL', `е${good.slice(1)}`],
    ['in the other alphabet', 'WIRE_NOT_BASE64URL', withSignature(`${'+/'.repeat(43)}`)],
    // The header
    ['with alg none', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, alg: 'none' })],
    ['with alg None', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, alg: 'None' })],
    ['with alg es256', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, alg: 'es256' })],
    ['with alg RS256', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, alg: 'RS256' })],
    [
      'with alg ECDH-ES+A256KW',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, alg: 'ECDH-ES+A256KW' }),
    ],
    [
      'with an alg of every prototype',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, alg: 'toString' }),
    ],
    ['with a list as alg', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, alg: ['ES256'] })],
    ['without alg', 'WIRE_HEADER_UNACCEPTABLE', signed({ kid: key.kid, typ: TYP })],
    ['with HMAC under the public key', 'WIRE_HEADER_UNACCEPTABLE', hmac(pem)],
    ['with HMAC under the kid', 'WIRE_HEADER_UNACCEPTABLE', hmac(key.kid)],
    ['without kid', 'WIRE_HEADER_UNACCEPTABLE', signed({ alg: 'ES256', typ: TYP })],
    [
      'with a kid that is a path',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, kid: '../../dev/null' }),
    ],
    ['with a kid that is a number', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, kid: 7 })],
    [
      'with a line break after the kid',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, kid: `${key.kid}\n` }),
    ],
    ['without typ', 'WIRE_HEADER_UNACCEPTABLE', signed({ alg: 'ES256', kid: key.kid })],
    [
      'with a key in it',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, jwk: stranger.jwk }, undefined, stranger),
    ],
    ...[
      'jku',
      'x5u',
      'x5c',
      'x5t',
      'zip',
      'p2c',
      'p2s',
      'epk',
      'enc',
      'cty',
      'iss',
      'nonce',
      'b64',
    ].map((name): [string, ErrorCode, string] => [
      `with ${name}`,
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, [name]: 'https://attacker.example/' }),
    ]),
    ['with crit', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, crit: ['b64'], b64: false })],
    ['with an empty crit', 'WIRE_HEADER_UNACCEPTABLE', signed({ ...header, crit: [] })],
    [
      'with a header that is too long',
      'WIRE_HEADER_UNACCEPTABLE',
      signed({ ...header, typ: 'a'.repeat(600) }),
    ],
    ['with alg twice, the last none', 'WIRE_DUPLICATE_MEMBER', signed(twice('"alg":"none"'))],
    ['with alg twice, one escaped', 'WIRE_DUPLICATE_MEMBER', signed(twice('"\\u0061lg":"ES256"'))],
    [
      'with __proto__ in the header',
      'WIRE_FORBIDDEN_MEMBER',
      signed(twice('"__proto__":{"alg":"none"}')),
    ],
    ['with a list as header', 'WIRE_NOT_JSON', signed([header])],
    ['with a header that is no JSON', 'WIRE_NOT_JSON', signed('{alg:ES256}')],
    ['with a mark before the header', 'WIRE_NOT_JSON', signed(`\ufeff${JSON.stringify(header)}`)],
    // The type
    ['of another type', 'WIRE_TYP_UNEXPECTED', signed({ ...header, typ: 'erasure+jws' })],
    ['with typ in capitals', 'WIRE_TYP_UNEXPECTED', signed({ ...header, typ: TYP.toUpperCase() })],
    [
      'with a media type prefix',
      'WIRE_TYP_UNEXPECTED',
      signed({ ...header, typ: `application/${TYP}` }),
    ],
    ['of type JWT', 'WIRE_TYP_UNEXPECTED', signed({ ...header, typ: 'JWT' })],
    // The payload
    ['with a payload that is no JSON', 'WIRE_NOT_JSON', signed(header, 'KG.MOH')],
    ['with a payload that is a text', 'WIRE_NOT_JSON', signed(header, '"KG.MOH"')],
    ['with a payload that is null', 'WIRE_NOT_JSON', signed(header, 'null')],
    ['with a payload that is a list', 'WIRE_NOT_JSON', signed(header, '[]')],
    [
      'with a member twice in the payload',
      'WIRE_DUPLICATE_MEMBER',
      signed(header, '{"iss":"KG","iss":"RU"}'),
    ],
    ['with __proto__ in the payload', 'WIRE_FORBIDDEN_MEMBER', signed(header, '{"__proto__":{}}')],
    ['with a payload nested 33 deep', 'WIRE_TOO_DEEP', signed(header, nested(32))],
    ['with a payload nested 10,000 deep', 'WIRE_TOO_DEEP', signed(header, nested(10_000))],
    // The signature
    [
      'signed by a stranger under this kid',
      'TRUST_SIGNATURE_INVALID',
      signed(header, undefined, stranger),
    ],
    [
      'signed by a stranger under the own kid',
      'TRUST_KEY_UNKNOWN',
      signJws(TYP, payload, stranger),
    ],
    [
      'with the algorithm of another key',
      'TRUST_ALGORITHM_MISMATCH',
      signed({ ...header, alg: 'EdDSA' }),
    ],
    [
      'with another payload',
      'TRUST_SIGNATURE_INVALID',
      good.replace(encodedPayload, encodeBase64url('{"iss":"RU"}')),
    ],
    [
      'with the header in another order',
      'TRUST_SIGNATURE_INVALID',
      good.replace(
        encodedHeader,
        encodeBase64url(JSON.stringify({ typ: TYP, kid: key.kid, alg: 'ES256' })),
      ),
    ],
    ['with a signature of zeros', 'TRUST_SIGNATURE_INVALID', withSignature(Buffer.alloc(64))],
    [
      'with r = s = 1',
      'TRUST_SIGNATURE_INVALID',
      withSignature(Buffer.alloc(64).fill(1, 31, 32).fill(1, 63)),
    ],
    ['with r and s of all ones', 'TRUST_SIGNATURE_INVALID', withSignature(Buffer.alloc(64, 0xff))],
    ['with a signature in DER', 'TRUST_SIGNATURE_INVALID', withSignature(der())],
    [
      'with a signature cut short',
      'TRUST_SIGNATURE_INVALID',
      withSignature(Buffer.from(encodedSignature, 'base64url').subarray(0, 63)),
    ],
    [
      'with a longer signature',
      'TRUST_SIGNATURE_INVALID',
      withSignature(Buffer.concat([Buffer.from(encodedSignature, 'base64url'), Buffer.alloc(1)])),
    ],
    [
      'with r and s exchanged',
      'TRUST_SIGNATURE_INVALID',
      withSignature(
        Buffer.concat([
          Buffer.from(encodedSignature, 'base64url').subarray(32),
          Buffer.from(encodedSignature, 'base64url').subarray(0, 32),
        ]),
      ),
    ],
  ])('%s', async (_, code, compact) => {
    expect(refusal(compact)).toBe(code);
    const onPool = async () => verifyJwsAsync(read(compact), publicHalf(key));
    expect(await codeOfAsync(onPool)).toBe(code);
  });

  test('with any single bit of it turned over', () => {
    for (let at = 0; at < good.length; at++)
      for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
        const changed = String.fromCharCode(good.charCodeAt(at) ^ bit);
        expect(refusal(good.slice(0, at) + changed + good.slice(at + 1))).toBeDefined();
      }
  });

  test('with Ed25519: s beyond the order of the group, a changed bit, another length', () => {
    const [head, body, signature] = signJws(TYP, payload, ed25519).split('.') as [
      string,
      string,
      string,
    ];
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const bytes = Buffer.from(signature, 'base64url');
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
    const beyond = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    const variants = [
      Buffer.concat([bytes.subarray(0, 32), beyond]),
      Buffer.from(bytes).fill(bytes[0]! ^ 1, 0, 1),
      bytes.subarray(1),
      Buffer.alloc(64),
    ];
    for (const variant of variants) {
      const compact = `${head}.${body}.${encodeBase64url(variant)}`;
      expect(codeOf(() => verifyJws(read(compact), publicHalf(ed25519)))).toBe(
        'TRUST_SIGNATURE_INVALID',
      );
    }
  });

  test.each([
    ['dots', '.'.repeat(100_000)],
    ['As', 'A'.repeat(100_000)],
    ['a long header', `${'e'.repeat(100_000)}.AA.AA`],
    ['a long payload', `${encodedHeader}.${'W1tb'.repeat(25_000)}.AA`],
    ['a long signature', withSignature('A'.repeat(100_000))],
  ])('in linear time when it is 100 KB of %s', async (_, text) => {
    const read = () => parseJws(text, { typ: TYP, maxBytes: 200_000 });
    const refused = () => codeOf(() => verifyJws(read(), publicHalf(key)));
    expect(refused()).toBeDefined();
    expect(await processorTime(refused)).toBeLessThan(QUADRATIC);
  });
});
