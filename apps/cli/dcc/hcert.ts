import { inflateSync } from 'node:zlib';
import base45 from 'base45';
import { Tag } from 'cbor-x';
import { instantOf, type Instant, type Json } from '#kernel';
import { COSE_SIGN1, decodeCbor, encodeCbor, type Cbor, type Tagged } from './cbor.ts';
import { readAs, Rejection } from './rejection.ts';

/** What an `HC1:` text unpacks to (HCERT: base45, zlib, COSE_Sign1, CWT), with the signature not yet verified. */
export type Hcert = {
  /** COSE algorithm number (RFC 9053): −7 ES256, −37 PS256. */
  readonly algorithm: Cbor;
  readonly keyId: Uint8Array | undefined;
  /** The Sig_structure of RFC 9052 §4.4. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** Mostly a country code; some states write a name. */
  readonly issuer: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** The EU DCC as JSON. */
  readonly content: Json;
};

const TEXT_LIMIT = 8_192;
const UNPACKED_LIMIT = 64 * 1024;
const HEADER = { algorithm: 1, critical: 2, keyId: 4 } as const;
const CLAIM = { issuer: 1, expiresAt: 4, issuedAt: 6, certificates: -260 } as const;
const EU_DCC = 1;

/** @throws Rejection from `NOT_HC1` to `NOT_CWT` */
export function unpackHcert(text: string): Hcert {
  if (!text.startsWith('HC1:')) throw new Rejection('NOT_HC1');
  const message = coseSign1(decodeCbor(inflated(unbase45(text.slice('HC1:'.length)))));
  return { ...message, ...claims(message.payload) };
}

/** The library takes any text for base45; only one text stands for given bytes, so writing it again shows. */
function unbase45(text: string): Uint8Array {
  if (text.length > TEXT_LIMIT) throw new Rejection('TOO_LARGE');
  const bytes = base45.decode(text);
  if (text === '' || base45.encode(bytes) !== text) throw new Rejection('NOT_BASE45');
  return bytes;
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: UNPACKED_LIMIT });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Rejection(isTooLarge ? 'TOO_LARGE' : 'NOT_ZLIB', cause);
  }
}

type Message = Pick<Hcert, 'algorithm' | 'keyId' | 'signedBytes' | 'signature'> & {
  readonly payload: Uint8Array;
};

/** Tagged or not (RFC 9052 §2). The algorithm counts only where it is signed; no critical header is known. */
function coseSign1(item: Cbor): Message {
  const parts = isTagged(item) && item.tag === COSE_SIGN1 ? item.value : item;
  if (!Array.isArray(parts) || parts.length !== 4) throw new Rejection('NOT_COSE');
  const [protectedBytes, unprotected, payload, signature] = parts as readonly Cbor[];
  if (!isBytes(protectedBytes) || !isBytes(payload) || !isBytes(signature) || !isMap(unprotected))
    throw new Rejection('NOT_COSE');
  const header = protectedBytes.length === 0 ? new Map() : decodeCbor(protectedBytes);
  if (!isMap(header) || header.has(HEADER.critical)) throw new Rejection('NOT_COSE');
  const keyId = header.get(HEADER.keyId) ?? unprotected.get(HEADER.keyId);
  return {
    algorithm: header.get(HEADER.algorithm),
    keyId: isBytes(keyId) ? keyId : undefined,
    signedBytes: encodeCbor(['Signature1', protectedBytes, new Uint8Array(), payload]),
    signature,
    payload,
  };
}

function claims(payload: Uint8Array): Pick<Hcert, 'issuer' | 'issuedAt' | 'expiresAt' | 'content'> {
  const set = decodeCbor(payload);
  if (!isMap(set)) throw new Rejection('NOT_CWT');
  const [issuer, certificates] = [set.get(CLAIM.issuer), set.get(CLAIM.certificates)];
  if (typeof issuer !== 'string' || !isMap(certificates)) throw new Rejection('NOT_CWT');
  return {
    issuer,
    issuedAt: instant(set.get(CLAIM.issuedAt)),
    expiresAt: instant(set.get(CLAIM.expiresAt)),
    content: json(certificates.get(EU_DCC)),
  };
}

/** A CWT NumericDate: seconds, by some states with a fraction. */
const instant = (value: Cbor): Instant =>
  readAs('NOT_CWT', () => {
    if (typeof value !== 'number' && typeof value !== 'bigint') throw new Rejection('NOT_CWT');
    return instantOf(Math.floor(Number(value)));
  });

/** What JSON can hold; a date and time as its text, in UTC. */
function json(value: Cbor): Json {
  if (value === undefined) return null;
  if (Array.isArray(value)) return (value as readonly Cbor[]).map(json);
  if (value instanceof Date)
    return readAs('NOT_A_DCC', () => value.toISOString().replace('.000Z', 'Z'));
  if (isMap(value))
    return Object.fromEntries([...value].map(([name, one]) => [key(name), json(one)]));
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    return value as Json;
  throw new Rejection('NOT_A_DCC');
}

function key(name: Cbor): string {
  if (typeof name !== 'string') throw new Rejection('NOT_A_DCC');
  return name;
}

const isBytes = (value: Cbor): value is Uint8Array => value instanceof Uint8Array;
const isMap = (value: Cbor): value is ReadonlyMap<Cbor, Cbor> => value instanceof Map;
const isTagged = (value: Cbor): value is Tagged => value instanceof Tag;
