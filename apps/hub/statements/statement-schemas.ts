import { REVIEW_REASONS, REVOCATION_REASONS } from '#certificates';
import {
  CODE,
  CONTRACT,
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  STATE,
  UUID,
  VERSION,
  type JsonSchema,
} from '../platform/json-schema.ts';

/** JSON Schemas (draft 2020-12) of what a statement says, by its `typ`. Checked on arrival and published in contracts/statements/. */

const statement = (
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

/** An error code, or a legal basis: printable, and too short to say much else. */
export const DELIVERY_REASON: JsonSchema = {
  type: 'string',
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} .,/()№§_-]{0,119}$',
};

const RECORD = object({ issuer: PARTICIPANT, id: UUID, digest: DIGEST });

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
  'erasure+jws': statement({ record: object({ issuer: PARTICIPANT, id: UUID }), basis: CODE }, [
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
      authority: PARTICIPANT,
      receipts: {
        type: 'array',
        minItems: 1,
        maxItems: 500,
        items: object(
          {
            event: UUID,
            digest: DIGEST,
            outcome: { enum: ['DELIVERED', 'ERASED', 'RETAINED', 'REFUSED', 'PARKED'] },
            time: INSTANT,
            reason: DELIVERY_REASON,
            until: INSTANT,
          },
          ['reason', 'until'],
        ),
      },
    },
    ['authority', 'receipts'],
  ),
} satisfies Record<string, JsonSchema>;

export type StatementType = keyof typeof STATEMENT_SCHEMAS;
