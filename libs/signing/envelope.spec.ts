import { compactDecrypt, CompactEncrypt } from 'jose';
import type { ErrorCode, JsonObject } from '#kernel';
import { codeOf, codeOfAsync } from '#testing';
import { encodeBase64url } from './base64url.ts';
import { newLaneKey, openMessage, sealMessage, unwrapLaneKey, wrapLaneKey } from './envelope.ts';
import { encryptTo } from './jwe.ts';
import { signJws } from './jws.ts';
import { generateKey, publicHalf } from './keys.ts';

const TOPIC = 'exchange.RU';
const PERIOD = '2026-11-24T03:00:00.000Z';
const EVENT = '7f0c3a52-6f0e-4b0c-9d49-2c56f1d4a001';
const hub = generateKey('HUB', 'hub');
const moh = generateKey('RU.MOH', 'encryption');
const mol = generateKey('RU.MOL', 'encryption');
const laneKey = newLaneKey('RU.MOH', TOPIC, PERIOD);
const expected = { authority: 'RU.MOH', topic: TOPIC, event: EVENT };
const plaintext = '{"event":{"id":"…"},"presentation":"Тестов Пример"}';
const message = sealMessage(laneKey, EVENT, plaintext);

describe('a lane key', () => {
  test('arrives at its authority, signed by the hub of genesis', async () => {
    const wrapped = await wrapLaneKey(laneKey, hub, moh);
    const { key, ...facts } = await unwrapLaneKey(wrapped, moh, publicHalf(hub));
    const { key: sent, ...sentFacts } = laneKey;
    expect(facts).toEqual(sentFacts);
    expect(key.equals(sent)).toBe(true);
  });

  const payload = {
    aud: 'RU.MOH',
    topic: TOPIC,
    period: PERIOD,
    k: encodeBase64url(Buffer.alloc(32, 1)),
  };
  const wrap = (statement: string) => encryptTo(Buffer.from(statement), moh, 'lane-key+jwe');
  const statement = (change: JsonObject, by = hub, typ = 'lane-key+jws') =>
    wrap(signJws(typ, { ...payload, ...change }, by));
  test.each<[string, ErrorCode, () => Promise<string>]>([
    ['another authority', 'TRUST_KEY_UNKNOWN', () => wrapLaneKey(laneKey, hub, mol)],
    ['anybody but the hub', 'TRUST_KEY_UNKNOWN', () => statement({}, generateKey('HUB', 'hub'))],
    [
      'the hub, but not as a lane key',
      'WIRE_TYP_UNEXPECTED',
      () => statement({}, hub, 'receipt+jws'),
    ],
    ['the hub, without its topic', 'WIRE_SCHEMA_MISMATCH', () => statement({ topic: undefined })],
    ['the hub, too short', 'WIRE_SCHEMA_MISMATCH', () => statement({ k: 'AAAA' })],
    ['nobody', 'WIRE_NOT_JWS', () => wrap(JSON.stringify(payload))],
  ])('is refused from or for %s', async (_, code, make) => {
    const wrapped = await make();
    expect(await codeOfAsync(() => unwrapLaneKey(wrapped, moh, publicHalf(hub)))).toBe(code);
  });
});

describe('a message', () => {
  test('is opened with its lane key', () =>
    expect(openMessage(message, laneKey, expected)).toBe(plaintext));

  test('is the same for jose, both ways', async () => {
    const opened = await compactDecrypt(message, laneKey.key);
    expect(Buffer.from(opened.plaintext).toString()).toBe(plaintext);
    expect(opened.protectedHeader).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      typ: 'message+jwe',
      kid: laneKey.kid,
      aud: 'RU.MOH',
      topic: TOPIC,
      event: EVENT,
    });
    const theirs = await new CompactEncrypt(Buffer.from(plaintext))
      .setProtectedHeader(opened.protectedHeader)
      .encrypt(laneKey.key);
    expect(openMessage(theirs, laneKey, expected)).toBe(plaintext);
  });

  test.each([
    ['another authority', { ...expected, authority: 'RU.MOL' }],
    ['another topic', { ...expected, topic: 'exchange.KZ' }],
    ['another event', { ...expected, event: '7f0c3a52-6f0e-4b0c-9d49-2c56f1d4a002' }],
  ])('found where %s is expected is refused', (_, other) =>
    expect(codeOf(() => openMessage(message, laneKey, other))).toBe('TRUST_MISROUTED'),
  );

  test('whose lane key is for another authority is refused, though its header says this one', () => {
    const foreign = { ...laneKey, aud: 'RU.MOL' };
    expect(codeOf(() => openMessage(message, foreign, expected))).toBe('TRUST_MISROUTED');
  });

  test.each<[string, ErrorCode, (parts: string[]) => string[]]>([
    ['a changed text', 'TRUST_DECRYPTION_FAILED', (parts) => parts.with(3, encodeBase64url('x'))],
    [
      'a changed tag',
      'TRUST_DECRYPTION_FAILED',
      (parts) => parts.with(4, encodeBase64url(Buffer.alloc(16))),
    ],
    [
      'a tag of 4 bytes',
      'WIRE_NOT_JWE',
      (parts) => parts.with(4, encodeBase64url(Buffer.from(parts[4]!, 'base64url').subarray(0, 4))),
    ],
    [
      'an iv of 16 bytes',
      'WIRE_NOT_JWE',
      (parts) => parts.with(2, encodeBase64url(Buffer.alloc(16))),
    ],
    ['a wrapped key', 'WIRE_NOT_JWE', (parts) => parts.with(1, 'AAAA')],
    [
      'another order in its header',
      'TRUST_DECRYPTION_FAILED',
      (parts) => parts.with(0, reordered(parts[0]!)),
    ],
    ['stray bits', 'WIRE_NOT_BASE64URL', (parts) => parts.with(4, `${parts[4]}=`)],
  ])('with %s is refused', (_, code, change) => {
    const changed = change(message.split('.')).join('.');
    expect(codeOf(() => openMessage(changed, laneKey, expected))).toBe(code);
  });

  test('under another lane key of the same lane is refused', () => {
    const next = newLaneKey('RU.MOH', TOPIC, '2026-11-24T04:00:00.000Z');
    expect(codeOf(() => openMessage(message, next, expected))).toBe('TRUST_KEY_UNKNOWN');
    const pretending = { ...next, kid: laneKey.kid };
    expect(codeOf(() => openMessage(message, pretending, expected))).toBe(
      'TRUST_DECRYPTION_FAILED',
    );
  });
});

const reordered = (encoded: string) => {
  const header = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as object;
  return encodeBase64url(JSON.stringify(Object.fromEntries(Object.entries(header).reverse())));
};
