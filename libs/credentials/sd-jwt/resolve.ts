import { WireError, type ClaimPath, type Json, type JsonObject } from '#kernel';
import { DIGEST_LENGTH, ELEMENT, SD, SD_ALG } from '../draft.ts';
import { pointerOf } from '../values/pointer.ts';
import { invalid, openDisclosure, type Disclosed, type Opened } from './disclosure.ts';
import { RandomTexts } from './random-texts.ts';
import type { SdJwt } from './sd-jwt.ts';

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
  /** All that can be seen; the payload itself is one of them. */
  readonly levels: readonly Level[];
};

const MAX_PATH = 32;

/** Stands for a digest that was met and whose disclosure was not sent. */
const UNSENT: unique symbol = Symbol('unsent');

/** What is gathered on the way through the tree. */
type Walk = {
  readonly known: RandomTexts<Opened | typeof UNSENT>;
  readonly disclosed: Disclosed[];
  readonly levels: Level[];
};

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
  const known = new RandomTexts<Opened | typeof UNSENT>();
  const salts = new RandomTexts<true>();
  for (const [index, one] of opened.entries()) {
    if (known.find(one.digest)) throw invalid('sent twice', index);
    if (salts.find(one.salt))
      throw new WireError('WIRE_SALT_WEAK', 'two disclosures have one salt', {
        facts: { disclosure: index },
      });
    known.add(one.digest, one);
    salts.add(one.salt, true);
  }
  const walk: Walk = { known, disclosed: [], levels: [] };
  const claims = openObject(walk, payload, [], undefined);
  if (walk.disclosed.length < opened.length)
    throw new WireError('WIRE_DISCLOSURE_UNREFERENCED', 'a disclosure has no digest', {
      facts: { disclosure: opened.findIndex(({ isMet }) => !isMet) },
    });
  return { claims, disclosed: walk.disclosed, levels: walk.levels };
}

/** A value that holds digests, with every disclosure put in. */
function open(walk: Walk, value: Json, path: ClaimPath, parent: Disclosed | undefined): Json {
  if (path.length > MAX_PATH)
    throw new WireError('WIRE_TOO_DEEP', `claims deeper than ${MAX_PATH}`, {
      facts: { limit: MAX_PATH },
    });
  return Array.isArray(value)
    ? openArray(walk, value as readonly Json[], path, parent)
    : openObject(walk, value as JsonObject, path, parent);
}

/** Whether a name that SD-JWT reserves is anywhere in it. Most values are plain, and need no copy. */
function holdsDigests(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return (value as readonly Json[]).some(holdsDigests);
  for (const name in value)
    if (name === SD || name === ELEMENT || holdsDigests((value as JsonObject)[name])) return true;
  return false;
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
  const claims = Object.create(null) as Record<string, Json>;
  let plain = 0;
  for (const name in value) {
    if (name === ELEMENT) throw misplaced('a name is reserved', path);
    if (name === SD || (name === SD_ALG && path.length === 0)) continue;
    const member = value[name]!;
    claims[name] = holdsDigests(member) ? open(walk, member, [...path, name], parent) : member;
    plain++;
  }
  const digests = value[SD];
  if (digests === undefined) return claims;
  if (!Array.isArray(digests)) throw misplaced(`${SD} is not an array`, path);
  walk.levels.push({ path, digests, plain, parent });
  for (const digest of digests as readonly Json[]) {
    const opened = meet(walk, digest, path);
    if (!opened) continue;
    const { name } = opened;
    if (name === undefined || name in claims) throw misplaced('a disclosure does not fit', path);
    claims[name] = place(walk, opened, [...path, name], parent);
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
  for (const element of value) {
    const digest = elementDigest(element, path);
    if (digest === undefined) {
      const at = [...path, made.length];
      made.push(holdsDigests(element) ? open(walk, element, at, parent) : element);
      continue;
    }
    const opened = meet(walk, digest, path);
    digests.push(digest as string);
    if (!opened) continue;
    if (opened.name !== undefined) throw misplaced('a disclosure does not fit', path);
    made.push(place(walk, opened, [...path, made.length], parent));
  }
  if (digests.length > 0)
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
function meet({ known }: Walk, digest: Json, path: ClaimPath): Opened | undefined {
  if (typeof digest !== 'string' || digest.length !== DIGEST_LENGTH)
    throw misplaced('a digest is not SHA-256 in base64url', path);
  const met = known.find(digest);
  if (!met) {
    known.add(digest, UNSENT);
    return undefined;
  }
  if (met === UNSENT || met.isMet)
    throw new WireError('WIRE_DIGEST_REPEATED', 'a digest stands twice', {
      pointer: pointerOf(path),
    });
  met.isMet = true;
  return met;
}

function place(walk: Walk, opened: Opened, path: ClaimPath, parent: Disclosed | undefined): Json {
  opened.path = path;
  opened.parent = parent;
  walk.disclosed.push(opened);
  if (holdsDigests(opened.value)) {
    opened.isContainer = true;
    opened.value = open(walk, opened.value, path, opened);
  }
  return opened.value;
}

const misplaced = (reason: string, path: ClaimPath) =>
  new WireError('WIRE_DISCLOSURE_INVALID', reason, { pointer: pointerOf(path) });
