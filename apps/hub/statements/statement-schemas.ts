import { REVIEW_REASONS, REVOCATION_REASONS } from '#certificates';

/** JSON Schemas (draft 2020-12) of what a statement says, by its `typ`. Checked on arrival and published in contracts/statements/. */

const AUTHORITY = { type: 'string', pattern: '^[A-Z]{2}(\\.[A-Z0-9]+)+$', maxLength: 40 };
const UUID = {
  type: 'string',
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
};
const DIGEST = { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' };
const INSTANT = {
  type: 'string',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$',
  format: 'date-time',
};
const STATE = { type: 'string', pattern: '^[A-Z]{2}$' };
const CONTRACT = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' };
const CODE = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,62}$' };
const VERSION = { type: 'integer', minimum: 1 };

const statement = (
  properties: Record<string, unknown>,
  required: readonly string[],
  rest: Record<string, unknown> = {},
) => ({
  type: 'object',
  properties: { iss: AUTHORITY, iat: { type: 'integer', minimum: 0 }, ...properties },
  required: ['iss', 'iat', ...required],
  additionalProperties: false,
  ...rest,
});

const object = (properties: Record<string, unknown>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const RECORD = object({ issuer: AUTHORITY, id: UUID, digest: DIGEST });

export const STATEMENT_SCHEMAS = {
  'revocation+jws': statement(
    { record: RECORD, reason: { enum: REVOCATION_REASONS }, effectiveFrom: INSTANT },
    ['record', 'reason'],
  ),
  'review+jws': statement(
    {
      record: RECORD,
      act: { enum: ['OPEN', 'CLOSE'] },
      reason: { enum: REVIEW_REASONS },
      deadline: INSTANT,
      outcome: { enum: ['UPHELD', 'REVOKED'] },
      effectiveFrom: INSTANT,
    },
    ['record', 'act'],
    {
      if: { properties: { act: { const: 'OPEN' } } },
      then: { required: ['reason'] },
      else: { required: ['outcome'] },
    },
  ),
  'recognition+jws': statement(
    { record: RECORD, act: { enum: ['SUSPEND', 'RESTORE'] }, state: STATE, reason: CODE },
    ['record', 'act', 'state'],
    { if: { properties: { act: { const: 'SUSPEND' } } }, then: { required: ['reason'] } },
  ),
  'erasure+jws': statement({ record: object({ issuer: AUTHORITY, id: UUID }), basis: CODE }, [
    'record',
    'basis',
  ]),
  'contract-suspension+jws': statement(
    {
      contract: CONTRACT,
      version: VERSION,
      hash: DIGEST,
      effectiveFrom: INSTANT,
      effectiveUntil: INSTANT,
    },
    ['contract', 'version', 'hash', 'effectiveFrom'],
  ),
  'contract-termination+jws': statement(
    { contract: CONTRACT, version: VERSION, hash: DIGEST, effectiveFrom: INSTANT },
    ['contract', 'version', 'hash', 'effectiveFrom'],
  ),
  'delivery-receipt+jws': statement(
    {
      authority: AUTHORITY,
      receipts: {
        type: 'array',
        minItems: 1,
        maxItems: 500,
        items: object(
          {
            event: { ...UUID },
            digest: DIGEST,
            outcome: { enum: ['DELIVERED', 'ERASED', 'RETAINED', 'REFUSED', 'PARKED'] },
            time: INSTANT,
            reason: { type: 'string', maxLength: 120 },
            until: INSTANT,
          },
          ['reason', 'until'],
        ),
      },
    },
    ['authority', 'receipts'],
  ),
} as const;

export type StatementType = keyof typeof STATEMENT_SCHEMAS;
