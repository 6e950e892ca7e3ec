import { PARTICIPANT, type JsonSchema } from '../platform/json-schema.ts';

/** The payload of a statement: who says it and when, these members, and no other. */
export const statement = (
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
  rest: JsonSchema = {},
): JsonSchema => ({
  type: 'object',
  properties: { iss: PARTICIPANT, iat: { type: 'integer', minimum: 0 }, ...properties },
  required: ['iss', 'iat', ...required],
  additionalProperties: false,
  ...rest,
});
