import { verify } from 'node:crypto';
import type { ErrorCode, Instant } from '#kernel';
import { codeOf, codeOfAsync } from '#testing';
import { generateKey, publicHalf } from './keys.ts';
import {
  parseRequestSignature,
  signRequest,
  verifyRequest,
  type RequestHeaders,
} from './request.ts';
import { signatureBase } from './signature-base.samples.ts';

const key = generateKey('KG.MOH', 'request');
const CREATED = 1795492560;
const NOW: Instant = '2026-11-24T03:56:00.000Z';
const NONCE = 'AAAAAAAAAAAAAAAAAAAAAA';
const body = Buffer.from('{"record":"…"}');
const url = 'https://hub.example/v1/medical-certificates?dry=1&x=%D0%A2';

const sign = (change: Partial<Parameters<typeof signRequest>[0]> = {}) =>
  signRequest({ method: 'POST', url, body, key, created: CREATED, nonce: NONCE, ...change });

const request = {
  method: 'POST',
  authority: 'hub.example',
  path: '/v1/medical-certificates',
  query: '?dry=1&x=%D0%A2',
  body: body as Uint8Array | undefined,
};
const headers = sign();

const accept = (sent: RequestHeaders, change: Partial<typeof request> = {}, now = NOW, by = key) =>
  verifyRequest(
    { ...request, ...change, headers: sent },
    parseRequestSignature(sent),
    publicHalf(by),
    now,
  );
const refusal = (...given: Parameters<typeof accept>) => codeOfAsync(async () => accept(...given));

describe('a signed request', () => {
  test.each([key, generateKey('RU.AGENCY1', 'request', 'EdDSA')])(
    'is accepted as it was sent: %#',
    async (by) => {
      await accept(sign({ key: by }), {}, NOW, by);
    },
  );

  test('reads as who signed it, when, and once', () => {
    const { keyid, created, expires, nonce, alg } = parseRequestSignature(headers);
    expect({ keyid, created, expires, nonce, alg }).toEqual({
      keyid: key.kid,
      created: CREATED,
      expires: CREATED + 60,
      nonce: NONCE,
      alg: 'ecdsa-p256-sha256',
    });
    expect(sign()['signature-input']).toBe(
      'eurasec=("@method" "@authority" "@path" "@query" "content-digest")' +
        `;created=${CREATED};expires=${CREATED + 60};nonce="${NONCE}";alg="ecdsa-p256-sha256";keyid="${key.kid}";tag="eurasec"`,
    );
  });

  test('is signed over the base that RFC 9421 §2.5 prescribes', () => {
    const base = signatureBase(headers['signature-input']!, {
      method: 'POST',
      url,
      headers: { 'Content-Digest': headers['content-digest']! },
    });
    const signature = Buffer.from(headers['signature']!.slice('eurasec=:'.length, -1), 'base64');
    const ieee = { key: publicHalf(key).key, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(base), ieee, signature)).toBe(true);
  });

  test('without query signs "?", without body no digest, and the port only when it is not the own one', async () => {
    const get = (address: string) => sign({ method: 'GET', url: address, body: undefined });
    const bare = { method: 'GET', path: '/v1/trust-list', body: undefined };
    const sent = get('https://HUB.example:443/v1/trust-list');
    expect(sent['content-digest']).toBeUndefined();
    await accept(sent, { ...bare, query: '' });
    await accept(sent, { ...bare, query: '?' });
    await accept(get('http://localhost:8080'), {
      ...bare,
      authority: 'localhost:8080',
      path: '/',
      query: '?',
    });
  });

  test('has a fresh nonce and the present time by default', () => {
    const parsed = [1, 2].map(() =>
      parseRequestSignature(signRequest({ method: 'GET', url, key })),
    );
    expect(parsed[0]!.nonce).not.toBe(parsed[1]!.nonce);
    expect(Math.abs(parsed[0]!.created - Date.now() / 1000)).toBeLessThan(5);
  });
});

describe('a signed request is refused', () => {
  test.each<[string, ErrorCode, Partial<typeof request>]>([
    ['to another method', 'TRUST_REQUEST_SIGNATURE_INVALID', { method: 'PUT' }],
    ['to another hub', 'TRUST_REQUEST_SIGNATURE_INVALID', { authority: 'hub.example:8443' }],
    ['to another path', 'TRUST_REQUEST_SIGNATURE_INVALID', { path: '/v1/medical-evidence' }],
    [
      'to the same path written otherwise',
      'TRUST_REQUEST_SIGNATURE_INVALID',
      { path: '/v1/medical%2Dcertificates' },
    ],
    ['with another query', 'TRUST_REQUEST_SIGNATURE_INVALID', { query: '?dry=0&x=%D0%A2' }],
    ['without its query', 'TRUST_REQUEST_SIGNATURE_INVALID', { query: '' }],
    ['with another body', 'TRUST_CONTENT_DIGEST_MISMATCH', { body: Buffer.from('{}') }],
    ['without its body', 'TRUST_CONTENT_DIGEST_MISMATCH', { body: undefined }],
  ])('%s', async (_, code, change) => expect(await refusal(headers, change)).toBe(code));

  test('with a body that no signature covers', async () => {
    expect(await refusal(sign({ body: undefined }))).toBe('TRUST_REQUEST_SIGNATURE_INVALID');
  });

  test('with its digest missing, doubled, of another algorithm or for another body', async () => {
    const { 'content-digest': digest, ...rest } = headers;
    for (const other of [
      undefined,
      `${digest}, ${digest}`,
      digest!.replace('256', '512'),
      sign({ body: '{}' })['content-digest'],
      [digest!],
    ])
      expect(await refusal({ ...rest, 'content-digest': other })).toBe(
        'TRUST_CONTENT_DIGEST_MISMATCH',
      );
  });

  test('more than 60 s after it was created, or 60 s before', async () => {
    expect(await refusal(headers, {}, '2026-11-24T03:57:00.000Z')).toBeUndefined();
    expect(await refusal(headers, {}, '2026-11-24T03:57:00.001Z')).toBe('TRUST_REQUEST_EXPIRED');
    expect(await refusal(headers, {}, '2026-11-24T03:55:00.000Z')).toBeUndefined();
    expect(await refusal(headers, {}, '2026-11-24T03:54:59.999Z')).toBe('TRUST_REQUEST_EXPIRED');
  });

  test('for another key, or one of another algorithm', async () => {
    const other = generateKey('KG.MOH', 'request');
    expect(await refusal(headers, {}, NOW, other)).toBe('TRUST_REQUEST_SIGNATURE_INVALID');
    const same = (alg: string) => ({
      ...headers,
      'signature-input': headers['signature-input']!.replace('ecdsa-p256-sha256', alg),
    });
    expect(await refusal(same('ed25519'))).toBe('TRUST_ALGORITHM_MISMATCH');
    expect(await refusal(same('hmac-sha256'))).toBe('TRUST_REQUEST_SIGNATURE_INVALID');
  });

  test('with the signature of another request of the same key', async () => {
    const { signature } = sign({ nonce: 'BBBBBBBBBBBBBBBBBBBBBB' });
    expect(await refusal({ ...headers, signature })).toBe('TRUST_REQUEST_SIGNATURE_INVALID');
  });

  test('without signature', () => {
    for (const missing of ['signature', 'signature-input'])
      expect(codeOf(() => parseRequestSignature({ ...headers, [missing]: undefined }))).toBe(
        'TRUST_REQUEST_UNSIGNED',
      );
  });

  const input = headers['signature-input']!;
  test.each([
    ['parameters in another order', input.replace(/(;created=\d+)(;expires=\d+)/, '$2$1')],
    [
      'components in another order',
      input.replace('"@method" "@authority"', '"@authority" "@method"'),
    ],
    ['a component less', input.replace(' "@query"', '')],
    ['a component more', input.replace('"@query"', '"@query" "date"')],
    ['a component of the response', input.replace('"@query"', '"@query";req')],
    ['no expiry', input.replace(/;expires=\d+/, '')],
    ['a longer life', input.replace(/expires=\d+/, `expires=${CREATED + 61}`)],
    ['no nonce', input.replace(/;nonce="[^"]+"/, '')],
    ['a short nonce', input.replace(NONCE, 'AAAAAAAAAAAAAAAAAAAAA')],
    ['no tag', input.replace(';tag="eurasec"', '')],
    ['another tag', input.replace('tag="eurasec"', 'tag="other"')],
    ['a parameter more', `${input};extra`],
    ['two signatures', `${input}, other=("@method");created=1`],
    ['a keyid that is no thumbprint', input.replace(key.kid, 'KG.MOH')],
    ['spaces', input.replace(';created', '; created')],
    ['a line break after it', `${input}\n`],
    ['a created with a sign', input.replace('created=', 'created=+')],
    ['a created beyond all clocks', input.replace(/created=\d+/, `created=${'9'.repeat(15)}`)],
    ['nothing in it', ''],
    ['100 KB in it', `${input}${' '.repeat(100_000)}`],
  ])('with %s in Signature-Input', (_, changed) =>
    expect(codeOf(() => parseRequestSignature({ ...headers, 'signature-input': changed }))).toBe(
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ),
  );

  const { signature } = headers as { signature: string };
  test.each<[string, string | string[]]>([
    ['another label', signature.replace('eurasec', 'other')],
    ['no colons', signature.replaceAll(':', '')],
    ['base64url', signature.replace(/:.{4}/, ':-_-_')],
    ['stray bits', signature.replace(/.==:$/, (end) => `${end[0] === 'A' ? 'B' : 'x'}==:`)],
    ['two signatures', `${signature}, ${signature}`],
    ['a longer one', signature.replace(':', ':AAAA')],
    ['none', 'eurasec=::'],
    ['a list', [signature]],
    ['100 KB', `eurasec=:${'A'.repeat(100_000)}:`],
  ])('with %s in Signature', (_, changed) =>
    expect(codeOf(() => parseRequestSignature({ ...headers, signature: changed }))).toBe(
      'TRUST_REQUEST_SIGNATURE_INVALID',
    ),
  );
});
