import canonicalize from 'canonicalize';
import { WireError, type Json, type JsonObject } from '#kernel';

export type JsonLimits = {
  /** UTF-8 bytes of the whole text; default 64 KiB. */
  readonly bytes?: number;
  /** Arrays and objects open at once; default 32. */
  readonly depth?: number;
};

const DEFAULT_BYTES = 64 * 1024;
const DEFAULT_DEPTH = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads JSON (RFC 8259) as I-JSON (RFC 7493): what two parsers could read differently is refused. Size
 * and depth are bounded before anything is parsed. No refusal quotes the text: it may hold personal data.
 * @throws WireError `WIRE_TOO_LARGE`, `WIRE_TOO_DEEP`, `WIRE_NOT_JSON`, `WIRE_DUPLICATE_MEMBER`, `WIRE_FORBIDDEN_MEMBER`
 */
export function parseJson(input: string | Uint8Array, limits: JsonLimits = {}): Json {
  const { bytes = DEFAULT_BYTES, depth = DEFAULT_DEPTH } = limits;
  const text = textWithin(input, bytes);
  const colons = scan(text, depth);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw notJson('the text does not parse');
  }
  if (members(value, text.includes('\\')) !== colons)
    throw new WireError('WIRE_DUPLICATE_MEMBER', 'an object names a member twice');
  return value;
}

/** `parseJson` where only an object is acceptable. */
export function parseJsonObject(input: string | Uint8Array, limits?: JsonLimits): JsonObject {
  const value = parseJson(input, limits);
  if (!isObject(value)) throw notJson('the text is not an object');
  return value;
}

/** The one canonical text of a value (JCS, RFC 8785). Members that are `undefined` are left out. */
export function jcs(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON form');
  return text;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the object has these members and no other. */
export const hasExactly = (value: object, ...members: readonly string[]): boolean =>
  Object.keys(value).length === members.length &&
  members.every((name) => Object.hasOwn(value, name));

function textWithin(input: string | Uint8Array, limit: number): string {
  const size = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (size > limit)
    throw new WireError('WIRE_TOO_LARGE', `${size} bytes of JSON`, { facts: { size, limit } });
  if (typeof input !== 'string') return utf8Text(input);
  if (!input.isWellFormed()) throw notJson('the text has half a surrogate pair');
  return input;
}

/** @throws WireError `WIRE_NOT_JSON` if the bytes are no UTF-8 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw notJson('the bytes are not UTF-8');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * How many colons stand outside strings: in valid JSON, the number of members written. Refuses deep
 * nesting on the way. Strings are skipped by `indexOf`, so that long ones cost next to nothing.
 */
function scan(text: string, limit: number): number {
  let colons = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at + 1);
        break;
      case 0x3a: // :
        colons++;
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > limit)
          throw new WireError('WIRE_TOO_DEEP', `more than ${limit} levels`, { facts: { limit } });
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
    }
  }
  return colons;
}

/** Where the string that begins at `start` has its closing quote: the first one after an even run of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
    let run = end;
    while (run > start && text.charCodeAt(run - 1) === BACKSLASH) run--;
    if ((end - run) % 2 === 0) return end;
  }
  throw notJson('a string has no end');
}

/** How many members the value has at all levels. Refuses names that reach prototypes, and values that other readers read differently. */
function members(value: Json, hasEscapes: boolean): number {
  if (typeof value === 'string') return wellFormed(value, hasEscapes);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw notJson('a number is beyond what a double holds exactly');
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) count += members(item, hasEscapes);
    return count;
  }
  // What JSON.parse makes inherits nothing that can be enumerated; `entries` would copy every object.
  for (const name in value) {
    if (name === '__proto__' || name === 'constructor' || name === 'prototype')
      throw new WireError('WIRE_FORBIDDEN_MEMBER', `a member is called ${name}`, {
        facts: { member: name },
      });
    wellFormed(name, hasEscapes);
    count += 1 + members((value as JsonObject)[name]!, hasEscapes);
  }
  return count;
}

/** The text is well-formed, so only an escape can make half a pair. */
function wellFormed(text: string, hasEscapes: boolean): 0 {
  if (hasEscapes && !text.isWellFormed()) throw notJson('a string has half a surrogate pair');
  return 0;
}

const notJson = (reason: string) => new WireError('WIRE_NOT_JSON', reason);
