import type { PublicJwk } from '#kernel';
import { codeOf, codeOfAsync, vectors } from '#testing';
import { decodeBase64url } from './base64url.ts';
import { parseGeneral } from './general.ts';
import { decrypt } from './jwe.ts';
import { parseJws, verifyBytes } from './jws.ts';
import { generateKey, verificationKey } from './keys.ts';
import { parseRequestSignature } from './request.ts';
import { signatureBase, type SignedMessage } from './signature-base.samples.ts';

type JoseVector = {
  readonly title: string;
  readonly input: { readonly alg: string; readonly key?: PublicJwk };
  readonly output: { readonly compact?: string; readonly json: object };
};
type HttpVector = {
  readonly id: string;
  readonly alg: string;
  readonly key: PublicJwk;
  readonly message: SignedMessage & { readonly body: string };
  readonly signatureInput: string;
  readonly signature: string;
  readonly signatureBase: string;
};

const publicMembers = ({ kty, crv, x, y }: PublicJwk): PublicJwk => ({
  kty,
  crv,
  x,
  ...(y && { y }),
});

/** RFC 7515 A.3: the one ES256 example of the JOSE documents. */
const RFC7515_A3 = {
  jwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
  compact:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ' +
    '.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
} as const;

function verifies(compact: string, jwk: PublicJwk, alg: 'ES256' | 'EdDSA'): boolean {
  const end = compact.lastIndexOf('.');
  const signature = decodeBase64url(compact.slice(end + 1), 'signature');
  return verifyBytes(verificationKey(jwk, alg), Buffer.from(compact.slice(0, end)), signature);
}

describe('the vectors of RFC 7520, 8037 and 7515', () => {
  const jws = vectors<JoseVector>('rfc7520/jws.json');
  const jwe = vectors<JoseVector>('rfc7520/jwe.json');

  test('verify where the algorithm is one of ours', () => {
    const eddsa = jws.find(({ input }) => input.alg === 'EdDSA')!;
    expect(verifies(eddsa.output.compact!, publicMembers(eddsa.input.key!), 'EdDSA')).toBe(true);
    expect(verifies(RFC7515_A3.compact, RFC7515_A3.jwk, 'ES256')).toBe(true);
    expect(verifies(RFC7515_A3.compact.replace(/^e/, 'f'), RFC7515_A3.jwk, 'ES256')).toBe(false);
  });

  test.each(
    jws.filter(({ output }) => output.compact).map((one) => [one.title, one.output.compact!]),
  )('are no statements of ours: %s', (_, compact) =>
    expect(codeOf(() => parseJws(compact, { typ: 'endorsement+jws' }))).toBe(
      'WIRE_HEADER_UNACCEPTABLE',
    ),
  );

  test.each(jws.filter(({ output }) => !output.compact).map((one) => [one.title, one.output.json]))(
    'with unprotected or unencoded parts are not read: %s',
    (_, json) => expect(codeOf(() => parseGeneral(JSON.stringify(json)))).toMatch(/^WIRE_NOT_/),
  );

  test.each(
    jwe.filter(({ output }) => output.compact).map((one) => [one.title, one.output.compact!]),
  )('are refused by their header alone: %s', async (_, compact) => {
    const key = generateKey('RU.MOH', 'encryption');
    const [header, encryptedKey] = compact.split('.');
    for (const jwe of [compact, `${header}.${encryptedKey}.AAAA.AAAA.AAAA`])
      expect(await codeOfAsync(() => decrypt(jwe, key, 'sealed+jwe'))).toBe(
        'WIRE_HEADER_UNACCEPTABLE',
      );
  });
});

describe('the vectors of RFC 9421', () => {
  const http = vectors<HttpVector>('rfc9421/vectors.json');

  test.each(http.map((one) => [one.id, one] as const))('%s verifies over its base', (_, vector) => {
    const base = signatureBase(vector.signatureInput, vector.message);
    expect(base).toBe(vector.signatureBase);
    const alg = vector.alg === 'ed25519' ? 'EdDSA' : 'ES256';
    const key = verificationKey(publicMembers(vector.key), alg);
    const signature = Buffer.from(vector.signature.replace(/^[^:]+:|:$/g, ''), 'base64');
    expect(verifyBytes(key, Buffer.from(base), signature)).toBe(true);
    expect(verifyBytes(key, Buffer.from(`${base} `), signature)).toBe(false);
  });

  test.each(http.map((one) => [one.id, one] as const))(
    '%s covers other components than ours',
    (_, one) =>
      expect(
        codeOf(() =>
          parseRequestSignature({
            'signature-input': one.signatureInput,
            signature: one.signature,
          }),
        ),
      ).toBe('TRUST_REQUEST_SIGNATURE_INVALID'),
  );
});

test('without the vectors the tests fail, and say what is missing', () =>
  expect(() => vectors('rfc0000/none.json')).toThrow(
    /rfc0000\/none\.json are not at .*shared\/data/,
  ));
