import { hash, randomBytes } from 'node:crypto';
import { milliseconds, TrustError, type Instant } from '#kernel';
import { signBytes, verifyBytesAsync } from './jws.ts';
import type { SigningKey, VerificationKey } from './keys.ts';
import { suiteOf } from './suites.ts';

/** Seconds from `created` to `expires`, and what a clock may run ahead. */
const WINDOW_SECONDS = 60;

const COMPONENTS = '"@method" "@authority" "@path" "@query"';

/** What is signed of a request (RFC 9421 §2.2); all as in the request line, nothing decoded. */
export type SignedRequest = {
  readonly method: string;
  /** Host, and port unless it is the scheme's own; the configured origin, never the Host header. */
  readonly authority: string;
  readonly path: string;
  /** With its question mark; empty or `?` when there is none. */
  readonly query: string;
  readonly headers: RequestHeaders;
  /** The raw bytes. */
  readonly body?: Uint8Array | undefined;
};

/** As Node gives them: names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request signature that was read and not yet verified. */
export type RequestSignature = {
  readonly keyid: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
  readonly alg: string;
  /** The signature's parameters as they came: the last line of the signature base. */
  readonly parameters: string;
  readonly coversBody: boolean;
  readonly signature: Buffer;
};

/**
 * The headers that sign a request (RFC 9421, RFC 9530). Send them unchanged, with exactly this method, URL and body.
 * @param request `created` in seconds since the epoch, default now; `nonce` default 16 random bytes
 */
export function signRequest({
  method,
  url,
  body,
  key,
  created = Math.floor(Date.now() / 1000),
  nonce = randomBytes(16).toString('base64url'),
}: {
  readonly method: string;
  readonly url: string | URL;
  readonly body?: string | Uint8Array | undefined;
  readonly key: SigningKey;
  readonly created?: number;
  readonly nonce?: string;
}): Record<string, string> {
  const { host, pathname, search } = new URL(url);
  const digest = body === undefined || body.length === 0 ? undefined : contentDigest(body);
  const parameters =
    `(${COMPONENTS}${digest ? ' "content-digest"' : ''});created=${created};expires=${created + WINDOW_SECONDS}` +
    `;nonce="${nonce}";alg="${suiteOf(key.alg).httpName}";keyid="${key.kid}";tag="eurasec"`;
  const target = { method, authority: host, path: pathname, query: search };
  const signature = signBytes(key, signatureBase(target, digest, parameters)).toString('base64');
  return {
    ...(digest && { 'content-digest': digest }),
    'signature-input': `eurasec=${parameters}`,
    signature: `eurasec=:${signature}:`,
  };
}

/** One label, then the components and parameters in the one order that every known verifier accepts. */
const SIGNATURE_INPUT = new RegExp(
  '^(?<label>[a-z][a-z0-9_-]{0,31})=(?<parameters>' +
    `\\(${COMPONENTS}(?<body> "content-digest")?\\)` +
    ';created=(?<created>[1-9][0-9]{0,11});expires=(?<expires>[1-9][0-9]{0,11})' +
    ';nonce="(?<nonce>[A-Za-z0-9_-]{22,64})";alg="(?<alg>ecdsa-p256-sha256|ed25519)"' +
    ';keyid="(?<keyid>[A-Za-z0-9_-]{43})";tag="eurasec")$',
);
const MAX_SIGNATURE_INPUT = 512;

/**
 * Reads the signature headers; cheap, and before anything is parsed or looked up.
 * @throws TrustError `TRUST_REQUEST_UNSIGNED`, `TRUST_REQUEST_SIGNATURE_INVALID`
 */
export function parseRequestSignature(headers: RequestHeaders): RequestSignature {
  const input = headers['signature-input'];
  const value = headers['signature'];
  if (input === undefined || value === undefined)
    throw new TrustError('TRUST_REQUEST_UNSIGNED', 'no Signature-Input and Signature');
  if (typeof input !== 'string' || typeof value !== 'string' || input.length > MAX_SIGNATURE_INPUT)
    throw invalid('Signature-Input or Signature is repeated or too long');
  const found = SIGNATURE_INPUT.exec(input)?.groups;
  if (!found) throw invalid('Signature-Input has other components, parameters or order');
  const created = Number(found['created']);
  const expires = Number(found['expires']);
  if (expires !== created + WINDOW_SECONDS) throw invalid('expires is not created + 60 s');
  return {
    keyid: found['keyid']!,
    created,
    expires,
    nonce: found['nonce']!,
    alg: found['alg']!,
    parameters: found['parameters']!,
    coversBody: found['body'] !== undefined,
    signature: readSignature(value, found['label']!),
  };
}

/**
 * Verifies a request signature over what came in: window → body → signature.
 * @param key the endorsed `request` key that `parsed.keyid` names
 * @throws TrustError `TRUST_REQUEST_EXPIRED`, `TRUST_CONTENT_DIGEST_MISMATCH`, `TRUST_ALGORITHM_MISMATCH`, `TRUST_REQUEST_SIGNATURE_INVALID`
 */
export async function verifyRequest(
  request: SignedRequest,
  parsed: RequestSignature,
  key: VerificationKey,
  now: Instant,
): Promise<void> {
  assertInWindow(parsed, now);
  const digest = coveredDigest(request, parsed);
  assertKey(parsed, key);
  const base = signatureBase(request, digest, parsed.parameters);
  if (!(await verifyBytesAsync(key, base, parsed.signature)))
    throw invalid(`not a signature of ${key.kid} over this request`);
}

function assertInWindow({ created, expires }: RequestSignature, now: Instant): void {
  const seconds = milliseconds(now) / 1000;
  if (seconds > expires || created > seconds + WINDOW_SECONDS)
    throw new TrustError('TRUST_REQUEST_EXPIRED', `created ${created}, now ${now}`, {
      facts: { created, now },
    });
}

/** A body must be covered, and covered must be the body that came; an absent one counts as empty. */
function coveredDigest(
  request: SignedRequest,
  { coversBody }: RequestSignature,
): string | undefined {
  const body = request.body ?? new Uint8Array();
  if (!coversBody) {
    if (body.length > 0) throw invalid('the body is not covered');
    return undefined;
  }
  const digest = contentDigest(body);
  if (request.headers['content-digest'] !== digest)
    throw new TrustError(
      'TRUST_CONTENT_DIGEST_MISMATCH',
      'Content-Digest is not the sha-256 of the body',
    );
  return digest;
}

function assertKey({ keyid, alg }: RequestSignature, key: VerificationKey): void {
  if (keyid !== key.kid) throw invalid(`keyid is not ${key.kid}`);
  const expected = suiteOf(key.alg).httpName;
  if (alg !== expected)
    throw new TrustError('TRUST_ALGORITHM_MISMATCH', `${keyid} is a key for ${expected}`, {
      facts: { kid: keyid, expected },
    });
}

function readSignature(value: string, label: string): Buffer {
  const start = `${label}=:`;
  const base64 = value.slice(start.length, -1);
  // Not more than a signature of 64 bytes needs.
  if (value.length !== start.length + 89 || !value.startsWith(start) || !value.endsWith(':'))
    throw invalid('Signature is not one signature with the label of Signature-Input');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw invalid('Signature is not canonical base64');
  return bytes;
}

/** The bytes that are signed (RFC 9421 §2.5). */
function signatureBase(
  { method, authority, path, query }: Omit<SignedRequest, 'headers' | 'body'>,
  digest: string | undefined,
  parameters: string,
): Buffer {
  return Buffer.from(
    `"@method": ${method}\n"@authority": ${authority.toLowerCase()}\n"@path": ${path || '/'}\n"@query": ${query || '?'}\n` +
      (digest ? `"content-digest": ${digest}\n` : '') +
      `"@signature-params": ${parameters}`,
  );
}

/** The `Content-Digest` of a body: sha-256 alone (RFC 9530). */
export const contentDigest = (body: string | Uint8Array): string =>
  `sha-256=:${hash('sha256', body, 'base64')}:`;

const invalid = (reason: string) => new TrustError('TRUST_REQUEST_SIGNATURE_INVALID', reason);
