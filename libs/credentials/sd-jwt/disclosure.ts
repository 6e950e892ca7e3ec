import { WireError, type ClaimPath, type Json } from '#kernel';
import { sha256 } from '#signing';
import { ELEMENT, SALT_LENGTH, SD } from '../draft.ts';
import { decodePart } from './base64url-part.ts';
import { parseCompactJson } from './compact-json.ts';

/** A disclosure in its place. */
export type Disclosed = {
  /** As it travels; the digest is over this text. */
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

/** A disclosure that was opened; it gets its place when its digest is met. One object for both: there are many. */
export type Opened = { -readonly [Name in keyof Disclosed]: Disclosed[Name] } & {
  readonly salt: string;
  /** Of an object's member; an array's element has none (RFC 9901 §4.2). */
  readonly name: string | undefined;
  isMet: boolean;
};

const NOWHERE: ClaimPath = [];

/**
 * @param index its place among the disclosures, for the refusal
 * @throws WireError `WIRE_NOT_BASE64URL`, `WIRE_DISCLOSURE_INVALID`, `WIRE_SALT_WEAK`, and what `parseJson` throws
 */
export function openDisclosure(disclosure: string, index: number): Opened {
  const parts = parseCompactJson(decodePart(disclosure));
  if (!Array.isArray(parts) || parts.length < 2 || parts.length > 3)
    throw invalid('not an array of two or three', index);
  const salt = parts[0] as Json;
  if (typeof salt !== 'string' || salt.length < SALT_LENGTH)
    throw new WireError('WIRE_SALT_WEAK', 'a salt is too short for 128 bits', {
      facts: { disclosure: index },
    });
  const isElement = parts.length === 2;
  const name = isElement ? undefined : (parts[1] as Json);
  if (!isElement && !isAcceptable(name)) throw invalid('its name is not acceptable', index);
  return {
    disclosure,
    digest: sha256(disclosure),
    salt,
    name: name as string | undefined,
    value: parts[isElement ? 1 : 2] as Json,
    path: NOWHERE,
    isContainer: false,
    parent: undefined,
    isMet: false,
  };
}

/** Compared one by one: a set would first hash every name. */
const isAcceptable = (name: Json | undefined): boolean =>
  typeof name === 'string' &&
  name !== SD &&
  name !== ELEMENT &&
  name !== '__proto__' &&
  name !== 'constructor' &&
  name !== 'prototype';

export const invalid = (reason: string, index: number) =>
  new WireError('WIRE_DISCLOSURE_INVALID', `disclosure ${index}: ${reason}`, {
    facts: { disclosure: index },
  });
