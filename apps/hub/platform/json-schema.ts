import type { JsonSchema } from '#platform';

export type { JsonSchema };

export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** Two letters of a state, then its authority or agency: `KG.MOH`. */
export const PARTICIPANT: JsonSchema = {
  type: 'string',
  pattern: '^[A-Z]{2}(\\.[A-Z0-9]+)+$',
  maxLength: 40,
};
export const STATE: JsonSchema = { type: 'string', pattern: '^[A-Z]{2}$' };
export const UUID: JsonSchema = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
};
/** 32 bytes, base64url: SHA-256, or an RFC 7638 thumbprint. */
export const DIGEST: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' };
export const INSTANT: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
  format: 'date-time',
};
export const DATE: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  format: 'date',
};
/** The id of an exchange contract. */
export const CONTRACT: JsonSchema = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' };
export const VERSION: JsonSchema = { type: 'integer', minimum: 1 };
export const COUNT: JsonSchema = { type: 'integer', minimum: 0 };
/** A code of a closed or open list: `NEW_FINDING`. */
export const CODE: JsonSchema = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,62}$' };
/** A demand by its stream without `demand-`: the authority that registered it, and its id. */
export const DEMAND: JsonSchema = {
  type: 'string',
  pattern: '^[A-Z]{2}(\\.[A-Z0-9]+)+-[0-9a-f-]{36}$',
  maxLength: 77,
};
/** `header.payload.signature`. */
export const COMPACT_JWS: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
  maxLength: 65_536,
};
/** Of whom or of what events tell, and which one: `certificate-KG.MOH-…`. */
export const STREAM: JsonSchema = { type: 'string', pattern: '^[a-z]+-[A-Za-z0-9._:/-]+$' };
export const BASE64URL: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]+$' };

export const list = (items: JsonSchema, limits: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items,
  ...limits,
});

/** An object with these members and no other; all but the `optional` ones are required. */
export const object = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
