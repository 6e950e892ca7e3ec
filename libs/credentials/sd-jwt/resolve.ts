import { WireError, type ClaimPath, type Json, type JsonObject } from '#kernel';
import { DIGEST, ELEMENT, SD, SD_ALG } from '../draft.ts';
import { escapePointer } from '../values/schema.ts';
import { invalid, openDisclosure, type Disclosure } from './disclosure.ts';
import type { SdJwt } from './sd-jwt.ts';

/** A disclosure in its place. */
export type Disclosed = {
  /** As it travels. */
  readonly disclosure: string;
  readonly digest: string;
  /** Where its value stands in the claims; elements by their index there. */
  readonly path: ClaimPath;
  /** What it discloses, with everything disclosed beneath it put in. */
  readonly value: Json;
  /** It holds digests: it is shown for the sake of what is beneath it. */
  readonly isContainer: boolean;
  /** The disclosure that holds its digest; none if the issuer-signed JWT does. */
  readonly parent: Disclosed | undefined;
};

/** An object or array that holds digests. */
export type Level = {
  readonly path: ClaimPath;
  /** Of disclosures sent, of disclosures kept back, and decoys. */
  readonly digests: readonly string[];
  /** How many members or elements stand in the clear beside the digests. */
  readonly plain: number;
  readonly parent: Disclosed | undefined;
};

/** What an SD-JWT says with the disclosures that came with it (RFC 9901 §7.1). */
export type Resolved = {
  /** The processed payload. */
  readonly claims: JsonObject;
  /** In the order in which they were met. */
  readonly disclosed: readonly Disclosed[];
  /** All that can be seen; the payload itself first. */
  readonly levels: readonly Level[];
};

const MAX_PATH = 32;

/** Stands for a digest that was met: a second time it is a repetition. */
const MET = Symbol('met');

/** What is gathered on the way through the tree. */
type Walk = {
  readonly known: Map<string, Disclosure | typeof MET>;
  readonly disclosed: Disclosed[];
  readonly levels: Level[];
};
type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * Puts every disclosure in its place. Each must have its digest in the tree exactly once, no digest may stand
 * twice, and no salt serve twice.
 * @throws WireError `WIRE_DIGEST_REPEATED`, `WIRE_DISCLOSURE_UNREFERENCED`, `WIRE_SALT_WEAK`, `WIRE_DISCLOSURE_INVALID`,
 *   `WIRE_SCHEMA_MISMATCH`, `WIRE_TOO_DEEP`, and what `parseJson` throws
 */
export function resolve({
  payload,
  disclosures,
}: Pick<SdJwt, 'payload' | 'disclosures'>): Resolved {
  const opened = disclosures.map(openDisclosure);
  const known = new Map<string, Disclosure | typeof MET>();
  const salts = new Set<string>();
  for (const disclosure of opened) {
    known.set(disclosure.digest, disclosure);
    salts.add(disclosure.salt);
  }
  if (known.size < opened.length) throw invalid('sent twice', indexOfRepeated(disclosures));
  if (salts.size < opened.length)
    throw new WireError('WIRE_SALT_WEAK', 'two disclosures have one salt');
  const walk: Walk = { known, disclosed: [], levels: [] };
  const claims = openObject(walk, payload, [], undefined) as Writable<JsonObject>;
  delete claims[SD_ALG];
  if (walk.disclosed.length < opened.length)
    throw new WireError('WIRE_DISCLOSURE_UNREFERENCED', 'a disclosure has no digest', {
      facts: { disclosure: opened.findIndex(({ digest }) => known.get(digest) !== MET) },
    });
  return { claims, disclosed: walk.disclosed, levels: walk.levels };
}

const indexOfRepeated = (texts: readonly string[]): number =>
  texts.findIndex((text, index) => texts.indexOf(text) < index);

/** The value with every disclosure put in; the very same value where it holds no digest. */
function open(walk: Walk, value: Json, path: ClaimPath, parent: Disclosed | undefined): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (path.length > MAX_PATH)
    throw new WireError('WIRE_TOO_DEEP', `claims deeper than ${MAX_PATH}`, {
      facts: { limit: MAX_PATH },
    });
  return Array.isArray(value)
    ? openArray(walk, value as readonly Json[], path, parent)
    : openObject(walk, value as JsonObject, path, parent);
}

/**
 * Members in the clear first, then what the digests stand for. Objects are without a prototype: their members
 * come in the order of the digests, which would make a hidden class for each order.
 */
function openObject(
  walk: Walk,
  value: JsonObject,
  path: ClaimPath,
  parent: Disclosed | undefined,
): JsonObject {
  const digests = value[SD];
  const names = Object.keys(value);
  const claims = Object.create(null) as Record<string, Json>;
  let isChanged = digests !== undefined;
  for (const name of names) {
    if (name === ELEMENT) throw misplaced('a name is reserved', path);
    if (name === SD) continue;
    const member = value[name]!;
    const made = open(walk, member, [...path, name], parent);
    claims[name] = made;
    isChanged ||= made !== member;
  }
  if (digests === undefined) return isChanged ? claims : value;
  if (!Array.isArray(digests)) throw misplaced(`${SD} is not an array`, path);
  walk.levels.push({ path, digests, plain: names.length - 1, parent });
  for (const digest of digests as readonly Json[]) {
    const disclosure = meet(walk, digest, path);
    if (!disclosure) continue;
    const { name } = disclosure;
    if (name === undefined || name in claims) throw misplaced('a disclosure does not fit', path);
    claims[name] = place(walk, disclosure, [...path, name], parent);
  }
  return claims;
}

function openArray(
  walk: Walk,
  value: readonly Json[],
  path: ClaimPath,
  parent: Disclosed | undefined,
): readonly Json[] {
  const made: Json[] = [];
  const digests: string[] = [];
  let isChanged = false;
  for (const element of value) {
    const digest = elementDigest(element, path);
    if (digest === undefined) {
      const opened = open(walk, element, [...path, made.length], parent);
      isChanged ||= opened !== element;
      made.push(opened);
      continue;
    }
    const disclosure = meet(walk, digest, path);
    digests.push(digest as string);
    if (!disclosure) continue;
    if (disclosure.name !== undefined) throw misplaced('a disclosure does not fit', path);
    made.push(place(walk, disclosure, [...path, made.length], parent));
  }
  if (digests.length === 0) return isChanged ? made : value;
  walk.levels.push({ path, digests, plain: value.length - digests.length, parent });
  return made;
}

function elementDigest(element: Json, path: ClaimPath): Json | undefined {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return undefined;
  const digest = (element as JsonObject)[ELEMENT];
  if (digest !== undefined && Object.keys(element).length > 1)
    throw misplaced('an element holds more than its digest', path);
  return digest;
}

/** The disclosure of a digest, if it was sent. */
function meet({ known }: Walk, digest: Json, path: ClaimPath): Disclosure | undefined {
  const disclosure = known.get(digest as string);
  if (disclosure === MET)
    throw new WireError('WIRE_DIGEST_REPEATED', 'a digest stands twice', {
      pointer: pointerOf(path),
    });
  if (!disclosure && !(typeof digest === 'string' && DIGEST.test(digest)))
    throw misplaced('a digest is not SHA-256 in base64url', path);
  known.set(digest as string, MET);
  return disclosure;
}

function place(
  walk: Walk,
  { text, digest, value }: Disclosure,
  path: ClaimPath,
  parent: Disclosed | undefined,
): Json {
  const placed: Writable<Disclosed> = {
    disclosure: text,
    digest,
    path,
    value,
    isContainer: false,
    parent,
  };
  walk.disclosed.push(placed);
  placed.value = open(walk, value, path, placed);
  placed.isContainer = placed.value !== value;
  return placed.value;
}

/** RFC 6901 pointer of a claim. */
export const pointerOf = (path: ClaimPath): string =>
  path.map((part) => `/${escapePointer(String(part))}`).join('');

const misplaced = (reason: string, path: ClaimPath) =>
  new WireError('WIRE_DISCLOSURE_INVALID', reason, { pointer: pointerOf(path) });
