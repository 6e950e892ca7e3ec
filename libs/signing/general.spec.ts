import { generalVerify, importJWK } from 'jose';
import { codeOf } from '#testing';
import { TrustError } from '#kernel';
import { generalJws, parseGeneral, signGeneral, verifyGeneral } from './general.ts';
import { generateKey, publicHalf } from './keys.ts';

const TYP = 'membership+jws';
const kg = generateKey('KG', 'root');
const ru = generateKey('RU', 'root');
const keyOf = (kid: string) => {
  const key = [kg, ru].find((one) => one.kid === kid);
  if (!key) throw new TrustError('TRUST_KEY_UNKNOWN', kid);
  return publicHalf(key);
};
const text = '{"iss":"KZ","iat":1,"state":"KZ"}';
const signatures = [signGeneral(TYP, text, kg), signGeneral(TYP, text, ru)];
const general = generalJws(text, signatures);

describe('a JWS General JSON', () => {
  test('carries one text and the signatures of several', () => {
    const read = parseGeneral(general);
    expect(read).toEqual({ payload: JSON.parse(text), payloadText: text, signatures });
    const kids = read.signatures.map((one) => verifyGeneral(TYP, read.payloadText, one, keyOf).kid);
    expect(kids).toEqual([kg.kid, ru.kid]);
  });

  test('is the same for jose', async () => {
    const verified = await generalVerify(
      JSON.parse(general),
      await importJWK({ ...ru.jwk }, 'ES256'),
    );
    expect(Buffer.from(verified.payload).toString()).toBe(text);
  });

  test('needs each signature to fit text, type and key', () => {
    const verify = (typ: string, over: string, by = kg) =>
      codeOf(() => verifyGeneral(TYP, text, signGeneral(typ, over, by), keyOf));
    expect(verify(TYP, text)).toBeUndefined();
    expect(verify(TYP, `${text} `)).toBe('TRUST_SIGNATURE_INVALID');
    expect(verify('admission+jws', text)).toBe('WIRE_TYP_UNEXPECTED');
    expect(verify(TYP, text, generateKey('XX', 'root'))).toBe('TRUST_KEY_UNKNOWN');
    const foreign = { ...signatures[0]!, signature: signatures[1]!.signature };
    expect(codeOf(() => verifyGeneral(TYP, text, foreign, keyOf))).toBe('TRUST_SIGNATURE_INVALID');
  });

  const { payload } = JSON.parse(general) as { payload: string };
  test.each([
    ['the flattened form', { payload, ...signatures[0] }],
    ['no signatures', { payload, signatures: [] }],
    ['signatures that are no list', { payload, signatures: signatures[0] }],
    ['65 signatures', { payload, signatures: Array(65).fill(signatures[0]) }],
    [
      'an unprotected header',
      { payload, signatures: [{ ...signatures[0], header: { kid: 'x' } }] },
    ],
    ['no protected header', { payload, signatures: [{ signature: 'AA' }] }],
    ['a member more', { payload, signatures, note: '' }],
    ['a payload that is no text', { payload: {}, signatures }],
  ])('is refused with %s', (_, value) =>
    expect(codeOf(() => parseGeneral(JSON.stringify(value)))).toBe('WIRE_NOT_JWS'),
  );

  test('is bounded, and read as strictly as any JSON', () => {
    expect(codeOf(() => parseGeneral(general, { maxBytes: 100 }))).toBe('WIRE_TOO_LARGE');
    expect(codeOf(() => parseGeneral(general.replace('{', '{"payload":"e30",')))).toBe(
      'WIRE_DUPLICATE_MEMBER',
    );
    expect(codeOf(() => parseGeneral(JSON.stringify({ payload: `${payload}=`, signatures })))).toBe(
      'WIRE_NOT_BASE64URL',
    );
  });
});
