import { deflateSync, inflateSync } from 'node:zlib';
import { WireError } from '#kernel';
import {
  decodeBase64url,
  encodeBase64url,
  parseJws,
  signJws,
  type Jws,
  type SigningKey,
} from '#signing';
import { STATUS_LIST_TYP } from './draft.ts';
import { statusUri } from './records/clearance.ts';
import { object } from './values/object.ts';
import { integer, text } from './values/schema.ts';

/** How things stand with everything that has an index in a list: a bit each, or 2, 4 or 8. Zero says that it stands. */
export type Statuses = {
  readonly bits: 1 | 2 | 4 | 8;
  /** The first index in the least significant bits of the first byte. */
  readonly bytes: Uint8Array;
};

/** A status list as it was signed. */
export type StatusList = Statuses & {
  /** Where it is published: what a clearance's `status` names. */
  readonly uri: string;
  /** Seconds since the epoch, all three but `ttl`. */
  readonly iat: number;
  readonly exp: number;
  /** Seconds for which a copy may be kept before a newer one is asked for. */
  readonly ttl: number;
};

export type ParsedStatusList = Jws & { readonly list: StatusList };

/** 2^24 statuses of a byte, and what base64url makes of what does not compress, twice. */
const MOST_BYTES = 2 ** 24;
const LONGEST = 32 * 1024 * 1024;

const payload = object({
  sub: statusUri,
  iat: integer(0, 2 ** 40),
  exp: integer(0, 2 ** 40),
  ttl: integer(1, 2 ** 32),
  status_list: object({
    bits: integer(1, 8),
    lst: text({ min: 8, max: LONGEST, pattern: /^[A-Za-z0-9_-]+$/ }),
  }),
});

export function signStatusList(
  { uri, iat, exp, ttl, ...statuses }: StatusList,
  key: SigningKey,
): string {
  const status_list = { bits: statuses.bits, lst: compressStatuses(statuses) };
  return signJws(STATUS_LIST_TYP, { sub: uri, iat, exp, ttl, status_list }, key);
}

/**
 * Reads a status list. Nothing is proved yet: its key is the issuer's `status` key that the header's `kid` names.
 * @throws WireError as `parseJws`; `WIRE_SCHEMA_MISMATCH` with a pointer
 */
export function parseStatusList(token: string): ParsedStatusList {
  const jws = parseJws(token, { typ: STATUS_LIST_TYP, maxBytes: LONGEST });
  const flaw = payload.check(jws.payload);
  if (flaw) throw mismatch(flaw.pointer, flaw.wrong);
  const { sub, iat, exp, ttl, status_list } = jws.payload as Payload;
  const { bits, lst } = status_list;
  if (8 % bits !== 0) throw mismatch('/status_list/bits', 'has 1, 2, 4 or 8 bits for each');
  return { ...jws, list: { uri: sub, iat, exp, ttl, bits, bytes: bytesIn(lst) } };
}

type Payload = Pick<StatusList, 'iat' | 'exp' | 'ttl'> & {
  readonly sub: string;
  readonly status_list: { readonly bits: Statuses['bits']; readonly lst: string };
};

/** As `lst` holds them: zlib, then base64url. */
export const compressStatuses = ({ bytes }: Statuses): string =>
  encodeBase64url(deflateSync(bytes, { level: 9 }));

/** What was compressed. @throws WireError `WIRE_SCHEMA_MISMATCH` */
function bytesIn(lst: string): Uint8Array {
  try {
    return inflateSync(decodeBase64url(lst, 'lst'), { maxOutputLength: MOST_BYTES });
  } catch {
    throw mismatch('/status_list/lst', 'is not compressed with zlib, or is too long');
  }
}

/** The status at an index; undefined where the list has none. */
export function statusAt({ bits, bytes }: Statuses, index: number): number | undefined {
  const each = 8 / bits;
  const byte = Number.isInteger(index) ? bytes[Math.floor(index / each)] : undefined;
  return byte === undefined ? undefined : (byte >> ((index % each) * bits)) & (2 ** bits - 1);
}

const mismatch = (pointer: string, wrong: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `a status list ${wrong}`, { pointer });
