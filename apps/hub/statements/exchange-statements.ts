import {
  CONTRACT,
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  UUID,
  VERSION,
  type JsonSchema,
} from '../platform/json-schema.ts';
import { statement } from './statement-form.ts';

/** An error code, or a legal basis: printable, and too short to say much else. */
export const DELIVERY_REASON: JsonSchema = {
  type: 'string',
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N} .,/()№§_-]{0,119}$',
};

/** About contracts and deliveries. */
export const EXCHANGE_STATEMENTS = {
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
