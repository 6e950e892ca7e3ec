import { generateKeyPairSync } from 'node:crypto';
import { Tag } from 'cbor-x';
import { encodeCbor } from './cbor.ts';
import {
  packed,
  sampleContent,
  sampleHcert,
  sampleLine,
  sampleSigner,
  type HcertOptions,
} from './dcc.samples.ts';
import { decodeDcc, signersIn } from './decode-dcc.ts';
import { keyIdOf } from './signer.ts';

const rejected = (reason: string) => ({ outcome: 'rejected', reason });
const decode = (content?: unknown, options?: HcertOptions) =>
  decodeDcc(sampleLine(content, options));
const decodeText = (hcert: string) => decodeDcc({ line: 1, hcert });
const TEST = '1.3.6.1.4.1.1847.2021.1.1';
const VACCINATION = '1.3.6.1.4.1.1847.2021.1.2';
const EARLY_DRAFT_TEST = '1.3.6.1.4.1.0.1847.2021.1.1';
const TLS_CLIENT = '1.3.6.1.5.5.7.3.2';
const ICAO_VDS_NC = '2.23.136.1.1.14.2';

describe('a certificate', () => {
  test('is unpacked and its signature verified', () => {
    const line = sampleLine();
    expect(decodeDcc(line)).toStrictEqual({
      outcome: 'decoded',
      hcert: 'hcert' in line && line.hcert,
      issuedAt: '2021-06-01T12:00:00.000Z',
      expiresAt: '2022-06-01T12:00:00.000Z',
      signer: {
        algorithm: 'ES256',
        certificate: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        country: 'PL',
        name: 'Ministry of Samples',
        validFrom: '2021-05-01T00:00:00.000Z',
        validUntil: '2023-05-01T00:00:00.000Z',
      },
      kinds: ['t'],
      content: sampleContent,
    });
  });

  test.each([
    ['PS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('may be signed with %s, on P-384 too', (algorithm, keys) =>
    expect(decode(undefined, { signer: sampleSigner({ keys }) })).toMatchObject({
      outcome: 'decoded',
      signer: { algorithm },
    }),
  );

  test('may leave the COSE tag out, name no key, and count its seconds in fractions', () =>
    expect(
      decode(undefined, {
        isTagged: false,
        header: { 4: undefined },
        claims: { 6: 1_622_548_800.75 },
      }),
    ).toMatchObject({ outcome: 'decoded', issuedAt: '2021-06-01T12:00:00.000Z' }));

  test('may hold dates as CBOR dates', () => {
    const [entry] = sampleContent.t;
    expect(
      decode({ ...sampleContent, t: [{ ...entry, sc: new Tag('2021-06-01T05:30:00Z', 0) }] }),
    ).toMatchObject({
      content: { t: [{ sc: '2021-06-01T05:30:00Z' }] },
    });
  });

  test('finds its signer among those of a PEM text when its line brings none', () => {
    const signer = sampleSigner();
    const others = sampleSigner({ country: 'KG' });
    const signers = signersIn(others.certificate.toString() + signer.certificate.toString());
    const line = { line: 1, hcert: sampleHcert(undefined, { signer }) };
    expect(decodeDcc(line, signers)).toMatchObject({ outcome: 'decoded' });
    expect(decodeDcc(line, signersIn(others.certificate.toString()))).toStrictEqual(
      rejected('SIGNER_MISSING'),
    );
  });
});

test('a PEM text with something else than X.509 in it is refused', () => {
  const block = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  expect(() => signersIn(sampleSigner().certificate.toString() + block)).toThrow(
    expect.objectContaining({ code: 'WIRE_FORMAT', facts: { certificate: 2 } }),
  );
});

test('a certificate may name its key where it is not signed', () => {
  const signer = sampleSigner();
  const unprotected = { 4: keyIdOf(signer.certificate) };
  const hcert = sampleHcert(undefined, { signer, header: { 4: undefined }, unprotected });
  expect(decodeDcc({ line: 1, hcert }, signersIn(signer.certificate.toString()))).toMatchObject({
    outcome: 'decoded',
  });
});

describe('a text is no certificate', () => {
  test.each([
    ['NOT_HC1', 'HC2:6BF'],
    ['NOT_HC1', ''],
    ['NOT_BASE45', 'HC1:'],
    ['NOT_BASE45', 'HC1:6bf'],
    ['NOT_BASE45', 'HC1:6BF5'],
    ['NOT_BASE45', 'HC1::::'],
    ['TOO_LARGE', `HC1:${'A'.repeat(8_193)}`],
    ['NOT_ZLIB', 'HC1:6BFOXN'],
    ['TOO_LARGE', packed(new Uint8Array(65_537))],
    ['NOT_CBOR', packed(Buffer.from('not cbor'))],
    ['NOT_COSE', packed(encodeCbor(['too', 'short']))],
    ['NOT_COSE', packed(encodeCbor(['not', 'bytes', 'at', 'all']))],
  ])('%s', (reason, hcert) => expect(decodeText(hcert)).toStrictEqual(rejected(reason)));

  test.each([
    ['nested 17 deep', Buffer.from('81'.repeat(17) + '00', 'hex')],
    ['with a key named twice', Buffer.from('a2616101616102', 'hex')],
    ['of indefinite length', Buffer.from('9f01ff', 'hex')],
    ['that ends too early', Buffer.from('5803aabb', 'hex')],
    ['with something behind it', Buffer.from('0000', 'hex')],
    ['that asks for a regular expression', Buffer.from('d81b82665265674578706161', 'hex')],
    ['that asks for a shared value', Buffer.from('d81c80', 'hex')],
    ['that claims four thousand million elements', Buffer.from('9affffffff', 'hex')],
  ])('NOT_CBOR: an item %s', (_, bytes) =>
    expect(decodeText(packed(bytes))).toStrictEqual(rejected('NOT_CBOR')),
  );

  test.each<[string, HcertOptions]>([
    ['NOT_COSE', { header: { 2: [4] } }],
    ['ALGORITHM_UNKNOWN', { header: { 1: -8 } }],
    ['ALGORITHM_UNKNOWN', { header: { 1: undefined } }],
    ['NOT_CWT', { claims: { 1: undefined } }],
    ['NOT_CWT', { claims: { 6: undefined } }],
    ['NOT_CWT', { claims: { 6: 'today' } }],
    ['NOT_CWT', { claims: { 4: Number.NaN } }],
    ['NOT_CWT', { claims: { [-260]: undefined } }],
    ['NOT_A_DCC', { claims: { [-260]: new Map() } }],
  ])('%s: %j', (reason, options) =>
    expect(decode(undefined, options)).toStrictEqual(rejected(reason)),
  );

  test.each([
    [{}],
    [{ ver: '1.3.0', v: null }],
    ['text'],
    [new Map([[1, 'v']])],
    [{ v: [new Uint8Array(1)] }],
  ])('NOT_A_DCC: %j', (content) => expect(decode(content)).toStrictEqual(rejected('NOT_A_DCC')));

  test.each(['LINE_TOO_LONG', 'LINE_UNREADABLE'] as const)('%s: the reader said so', (flaw) =>
    expect(decodeDcc({ line: 1, flaw })).toStrictEqual(rejected(flaw)),
  );
});

describe('a signature counts', () => {
  const signer = sampleSigner();
  const other = sampleSigner({ keys: generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
  const line = (hcert: string, { certificate } = signer) =>
    decodeDcc({ line: 1, hcert, certificate: certificate.raw.toString('base64') });

  test('from nobody but the owner of the certificate', () => {
    const unnamed = sampleHcert(undefined, { signer: other, header: { 4: undefined } });
    expect(line(unnamed)).toStrictEqual(rejected('SIGNATURE_INVALID'));
    expect(line(sampleHcert(undefined, { signer: other }))).toStrictEqual(rejected('SIGNER_OTHER'));
  });

  test('only with the algorithm that fits the key', () =>
    expect(line(sampleHcert(undefined, { signer, header: { 1: -37 } }))).toStrictEqual(
      rejected('SIGNATURE_INVALID'),
    ));

  test('only with a key of a kind that has the algorithm', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const keys = { publicKey, privateKey: signer.key };
    expect(decode(undefined, { signer: sampleSigner({ keys }) })).toStrictEqual(
      rejected('SIGNATURE_INVALID'),
    );
  });

  test('only with a certificate to verify it with', () => {
    const hcert = sampleHcert(undefined, { signer });
    expect(decodeText(hcert)).toStrictEqual(rejected('SIGNER_MISSING'));
    expect(decodeDcc({ line: 1, hcert, certificate: 'AAAA' })).toStrictEqual(
      rejected('SIGNER_UNREADABLE'),
    );
  });

  test('for its own country; a name instead of a code contradicts nothing', () => {
    expect(decode(undefined, { issuer: 'KG' })).toStrictEqual(rejected('SIGNER_COUNTRY'));
    expect(decode(undefined, { issuer: 'Ministry of Samples' })).toMatchObject({
      outcome: 'decoded',
    });
  });

  test('while the signer was valid when the certificate was issued, whatever the day is now', () => {
    const short = sampleSigner({
      validFrom: '2021-06-01T12:00:00Z',
      validUntil: '2021-06-01T12:00:00Z',
    });
    const outcomes = [1_622_548_799, 1_622_548_800, 1_622_548_801].map((issuedAt) =>
      decode(undefined, { signer: short, issuedAt }),
    );
    expect(outcomes).toMatchObject([
      rejected('SIGNER_NOT_VALID'),
      { outcome: 'decoded' },
      rejected('SIGNER_NOT_VALID'),
    ]);
  });

  test.each([
    ['tests, for a test', [TEST], false, true],
    ['tests, as an early draft wrote it', [EARLY_DRAFT_TEST], false, true],
    ['tests among others', [TLS_CLIENT, VACCINATION, TEST], true, true],
    ['vaccinations, for a test', [VACCINATION], false, false],
    ['something else, as advice', [TLS_CLIENT], false, true],
    ['something else, critically', [ICAO_VDS_NC], true, false],
  ])('if its key is for %s: %j critical %s', (_, purposes, isCritical, isDecoded) =>
    expect(decode(undefined, { signer: sampleSigner({ purposes, isCritical }) })).toMatchObject(
      isDecoded ? { outcome: 'decoded' } : rejected('SIGNER_KEY_USAGE'),
    ),
  );
});
