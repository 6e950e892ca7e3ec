import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

/** PEM texts. Who trusts the certificate trusts the server. */
export type Certificate = { readonly key: string; readonly certificate: string };

const TAG = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, time: 24, sequence: 48, set: 49 };
const EXTENSIONS = 0xa3;
const VERSION = 0xa0;
const DNS_NAME = 0x82;

const ECDSA_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';

/** A certificate for localhost, signed with its own key (RFC 5280), since Node makes keys but no certificates. */
export function selfSigned(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(TAG.sequence, oid(ECDSA_SHA256));
  const name = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, oid(COMMON_NAME), der(TAG.utf8, Buffer.from('stand-in')))),
  );
  const content = der(
    TAG.sequence,
    der(VERSION, der(TAG.integer, Buffer.of(2))),
    der(TAG.integer, Buffer.of(1)),
    algorithm,
    name,
    der(TAG.sequence, time('20200101000000Z'), time('20991231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      EXTENSIONS,
      der(
        TAG.sequence,
        extension(SUBJECT_ALT_NAME, der(TAG.sequence, der(DNS_NAME, Buffer.from('localhost')))),
        extension(BASIC_CONSTRAINTS, der(TAG.sequence, Buffer.of(1, 1, 0xff))),
      ),
    ),
  );
  const signature = sign('sha256', content, privateKey);
  const whole = der(TAG.sequence, content, algorithm, der(TAG.bits, Buffer.of(0), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    certificate: new X509Certificate(whole).toString(),
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const oid = (hex: string): Buffer => der(TAG.oid, Buffer.from(hex, 'hex'));
const time = (text: string): Buffer => der(TAG.time, Buffer.from(text));
const extension = (id: string, value: Buffer): Buffer =>
  der(TAG.sequence, oid(id), der(TAG.octets, value));
