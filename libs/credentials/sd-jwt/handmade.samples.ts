import type { Json, JsonObject } from '#kernel';
import { encodeBase64url, generateKey, sha256, signJws } from '#signing';

/** Credentials made by hand, so that they can be wrong in ways our own issuing cannot be. */
export const handKey = generateKey('KG.MOH', 'record');

/** A salt of 128 bits that every number has once. */
export const saltOf = (n: number): string => String(n).padStart(22, 'S');

/** A disclosure as it travels; a text stands as it is, anything else is written as JSON. */
export const disclosureOf = (parts: string | readonly Json[]): string =>
  encodeBase64url(typeof parts === 'string' ? parts : JSON.stringify(parts));

export const digestOf = (disclosure: string): string => sha256(disclosure);

/** A signed SD-JWT with this payload (text, or `_sd_alg` added) and these disclosures. */
export const handmade = (
  payload: JsonObject | string,
  disclosures: readonly string[] = [],
  typ = 'dc+sd-jwt',
): string => {
  const text = typeof payload === 'string' ? payload : { ...payload, _sd_alg: 'sha-256' };
  return [signJws(typ, text, handKey), ...disclosures, ''].join('~');
};
