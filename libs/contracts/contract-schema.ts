/** JSON Schema (draft 2020-12) of a contract document: its form. What it must say to make sense is in `domain/contract-terms.ts`. */

const STATE = { type: 'string', pattern: '^[A-Z]{2}$' };
const AUTHORITY = { type: 'string', pattern: '^[A-Z]{2}(\\.[A-Z0-9]+)+$', maxLength: 32 };
const CODE = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,62}$' };
const NAME = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]*$', maxLength: 64 };
const DIGEST = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' };
const TEXT = { type: 'string', minLength: 1, maxLength: 400 };
const DATE = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const INSTANT = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
};
const ROLE = {
  enum: [
    'health-ministry',
    'labour-ministry',
    'migration-authority',
    'auditor',
    'information-centre',
    'agency',
  ],
};
const positive = (maximum: number) => ({ type: 'integer', minimum: 1, maximum });

const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const CLAIM_PATH = {
  description: 'SD-JWT VC claim path: members by name, elements by index, null for every element.',
  type: 'array',
  items: { anyOf: [NAME, { type: 'integer', minimum: 0 }, { type: 'null' }] },
  minItems: 1,
  maxItems: 8,
};

const GRANT = object(
  {
    from: { ...AUTHORITY, description: 'The issuing authority.' },
    to: {
      description:
        'One authority, or all of a role in a state; agency and information-centre get answers, never records.',
      oneOf: [object({ authority: AUTHORITY }), object({ state: STATE, role: ROLE })],
    },
    recordType: { type: 'string', pattern: '^[A-Z][A-Za-z]{0,62}$' },
    claims: { type: 'array', items: CLAIM_PATH, maxItems: 128, uniqueItems: true },
    purpose: CODE,
    includeUnfavourable: object({ legalBasis: TEXT }),
  },
  ['includeUnfavourable'],
);

export const contractSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:eurasec:exchange-contract:1',
  title: 'Exchange contract',
  description:
    'Signed by every party (JWS General JSON) over its JCS bytes (RFC 8785), which are also what its hash is over.',
  ...object({
    id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
    version: positive(10_000),
    previous: {
      description: 'Hash of the version before; null for version 1.',
      anyOf: [DIGEST, { type: 'null' }],
    },
    title: TEXT,
    parties: { type: 'array', items: STATE, minItems: 2, maxItems: 32, uniqueItems: true },
    legalBasis: {
      type: 'array',
      items: object({ act: TEXT, number: TEXT, date: DATE, country: STATE }),
      minItems: 1,
      maxItems: 32,
    },
    grants: { type: 'array', items: GRANT, minItems: 1, maxItems: 512 },
    maxAgeSeconds: positive(31_536_000),
    retentionDays: positive(36_500),
    answerLevel: { const: 'BINARY' },
    rateLimits: object({ verificationsPerMinute: positive(100_000) }),
    validFrom: INSTANT,
    validUntil: INSTANT,
    includeValid: { type: 'boolean' },
    survival: { const: 'LIFECYCLE_FOLLOWS_RECORD' },
  }),
} as const;
