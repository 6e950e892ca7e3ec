import { constants, generateKeyPairSync, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import base45 from 'base45';
import { Tag } from 'cbor-x';
import { COSE_SIGN1, encodeCbor } from './cbor.ts';
import type { DccLine } from './read-lines.ts';
import { keyIdOf } from './signer.ts';

// Certificates as a state would issue them, of people and ministries that do not exist.

export type SampleSigner = { readonly certificate: X509Certificate; readonly key: KeyObject };

type SignerOptions = {
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly country?: string;
  /** Extended key usages, as object identifiers. */
  readonly purposes?: readonly string[];
  readonly isCritical?: boolean;
};

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A self-signed X.509 certificate (RFC 5280) and its key. */
export function sampleSigner({
  keys = p256,
  validFrom = '2021-05-01T00:00:00Z',
  validUntil = '2023-05-01T00:00:00Z',
  country = 'PL',
  purposes,
  isCritical = false,
}: SignerOptions = {}): SampleSigner {
  const algorithm =
    keys.privateKey.asymmetricKeyType === 'rsa'
      ? sequence(objectId('1.2.840.113549.1.1.11'), der(0x05))
      : sequence(objectId('1.2.840.10045.4.3.2'));
  const name = sequence(
    attribute('2.5.4.6', 0x13, country),
    attribute('2.5.4.10', 0x0c, 'Ministry of Samples'),
  );
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    algorithm,
    name,
    sequence(time(validFrom), time(validUntil)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    ...(purposes ? [der(0xa3, sequence(extendedKeyUsage(purposes, isCritical)))] : []),
  );
  const signature = sign('sha256', body, keys.privateKey);
  const certificate = new X509Certificate(
    sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature]))),
  );
  return { certificate, key: keys.privateKey };
}

const der = (tag: number, content: Uint8Array | readonly number[] = []): Buffer => {
  const bytes = Buffer.from(content);
  const length =
    bytes.length < 0x80 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), bytes]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));

const attribute = (type: string, tag: number, text: string): Buffer =>
  der(0x31, sequence(objectId(type), der(tag, Buffer.from(text))));

const time = (instant: string): Buffer =>
  der(0x17, Buffer.from(`${instant.replace(/[-:T]/g, '').slice(2)}`));

const extendedKeyUsage = (purposes: readonly string[], isCritical: boolean): Buffer =>
  sequence(
    objectId('2.5.29.37'),
    ...(isCritical ? [der(0x01, [0xff])] : []),
    der(0x04, sequence(...purposes.map(objectId))),
  );

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, [first * 40 + second, ...rest].flatMap(base128));
}

const base128 = (number: number): readonly number[] =>
  number < 0x80 ? [number] : [...base128(number >> 7).map((byte) => byte | 0x80), number & 0x7f];

/** A negative test; change what the test is about. */
export const sampleContent = {
  ver: '1.3.0',
  nam: { fn: 'Пробный', fnt: 'PROBNYI', gn: 'Тест', gnt: 'TEST' },
  dob: '1990-02-28',
  t: [
    {
      tg: '840539006',
      tt: 'LP6464-4',
      sc: '2021-06-01T08:30:00+03:00',
      tr: '260415000',
      tc: 'Centre of Samples',
      co: 'PL',
      is: 'Ministry of Samples',
      ci: 'URN:UVCI:01:PL:SAMPLE#1',
    },
  ],
};

export type HcertOptions = {
  readonly signer?: SampleSigner;
  readonly issuer?: string;
  readonly issuedAt?: number;
  /** Added to the protected header; `undefined` takes out. */
  readonly header?: Readonly<Record<number, unknown>>;
  readonly unprotected?: Readonly<Record<number, unknown>>;
  /** Added to the claims; `undefined` takes out. */
  readonly claims?: Readonly<Record<number, unknown>>;
  readonly isTagged?: boolean;
};

/** 1 June 2021, noon. */
const ISSUED_AT = 1_622_548_800;
const YEAR_SECONDS = 31_536_000;

/** Signs the content and packs it, as far as nothing else is asked for, as HCERT wants it. */
export function sampleHcert(content: unknown = sampleContent, options: HcertOptions = {}): string {
  const { signer = sampleSigner(), issuedAt = ISSUED_AT, issuer = 'PL', isTagged = true } = options;
  const isRsa = signer.key.asymmetricKeyType === 'rsa';
  const header = { 1: isRsa ? -37 : -7, 4: keyIdOf(signer.certificate), ...options.header };
  const claims = {
    1: issuer,
    4: issuedAt + YEAR_SECONDS,
    6: issuedAt,
    [-260]: new Map([[1, content]]),
    ...options.claims,
  };
  const protectedBytes = encodeCbor(labelled(header));
  const payload = encodeCbor(labelled(claims));
  const signature = sign(
    'sha256',
    encodeCbor(['Signature1', protectedBytes, new Uint8Array(), payload]),
    isRsa
      ? { key: signer.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      : { key: signer.key, dsaEncoding: 'ieee-p1363' },
  );
  const message = [protectedBytes, labelled(options.unprotected ?? {}), payload, signature];
  return packed(encodeCbor(isTagged ? new Tag(message, COSE_SIGN1) : message));
}

/** zlib, base45 and the prefix around any bytes. */
export const packed = (bytes: Uint8Array): string => `HC1:${base45.encode(deflateSync(bytes))}`;

const labelled = (members: Readonly<Record<number, unknown>>): ReadonlyMap<number, unknown> =>
  new Map(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => [Number(label), value]),
  );

/** The line of a file that has the certificate and its signer. */
export const sampleLine = (content?: unknown, options: HcertOptions = {}): DccLine => {
  const signer = options.signer ?? sampleSigner();
  return {
    line: 1,
    hcert: sampleHcert(content, { ...options, signer }),
    certificate: signer.certificate.raw.toString('base64'),
  };
};

/** Everything that is read, in order. */
export async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
