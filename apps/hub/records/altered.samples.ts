import { issueCredential, MEDICAL_CERTIFICATE } from '#credentials';
import { sha256, signJws, type SigningKey } from '#signing';
import type { Certificate } from '../hub.samples.ts';

const decoded = <Content>(part: string): Content =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Content;

/** The same record with another record in place of its text. */
export const withRecord = (certificate: Certificate, record: string): Certificate => ({
  ...certificate,
  record,
  push: { ...certificate.push, record },
});

/** The certificate with one bit of its signature turned. */
export function forged(certificate: Certificate): Certificate {
  const [jwt, ...rest] = certificate.record.split('~') as [string, ...string[]];
  const [header, payload, signature] = jwt.split('.') as [string, string, string];
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10]! ^= 1;
  const other = [header, payload, bytes.toString('base64url')].join('.');
  return withRecord(certificate, [other, ...rest].join('~'));
}

/** The certificate with another value of a claim, signed properly: what an issuer sends whose system checks nothing. */
export function altered(
  certificate: Certificate,
  key: SigningKey,
  claim: string,
  value: unknown,
): Certificate {
  const [jwt, ...disclosures] = certificate.record.split('~') as [string, ...string[]];
  const [header, payload] = jwt.split('.') as [string, string];
  const index = disclosures.findIndex((text) => text && decoded<string[]>(text)[1] === claim);
  const [salt] = decoded<string[]>(disclosures[index]!);
  const other = Buffer.from(JSON.stringify([salt, claim, value])).toString('base64url');
  const signed = Buffer.from(payload, 'base64url')
    .toString()
    .replace(sha256(disclosures[index]!), sha256(other));
  const { typ } = decoded<{ typ: string }>(header);
  const resigned = signJws(typ, signed, key);
  return withRecord(certificate, [resigned, ...disclosures.with(index, other)].join('~'));
}

/** A certificate that shows its S5 claims to whoever comes by. */
export function inTheOpen(certificate: Certificate, key: SigningKey): Certificate {
  const { issuer, id, claims } = certificate;
  const clear = {
    iss: issuer,
    vct: MEDICAL_CERTIFICATE.vct,
    iat: Math.floor(Date.now() / 1000),
    id,
  };
  const { text, closed } = issueCredential(MEDICAL_CERTIFICATE, clear, claims, key);
  return withRecord(certificate, `${text}${closed.map((one) => `${one.text}~`).join('')}`);
}
