import { REVIEW_REASONS, REVOCATION_REASONS } from '#certificates';
import {
  CODE,
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  STATE,
  UUID,
  type JsonSchema,
} from '../platform/json-schema.ts';
import { statement } from './statement-form.ts';

/** How a statement names the record that it is about. */
export const RECORD = object({ issuer: PARTICIPANT, id: UUID, digest: DIGEST });

/** About a record, and about the worker that it is of. */
export const RECORD_STATEMENTS = {
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
} satisfies Record<string, JsonSchema>;
