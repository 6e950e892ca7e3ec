import { RECEIPTS_LENGTH, type DeliveryEvent, type SubjectEvent } from '#exchange';
import {
  CODE,
  COMPACT_JWS,
  DIGEST,
  INSTANT,
  list,
  object,
  PARTICIPANT,
  STATE,
  UUID,
} from '../../platform/json-schema.ts';
import { DELIVERY_REASON } from '../../statements/exchange-statements.ts';
import type { Described } from './event-schema.ts';

const DELIVERIES = '^deliveries-[A-Z0-9.]+$';

export const DELIVERY_EVENTS: Described<DeliveryEvent> = {
  DeliveriesConfirmed: {
    meaning: 'An authority said what became of deliveries to it.',
    stream: DELIVERIES,
    data: {
      authority: PARTICIPANT,
      receipts: list(
        object(
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
      ),
      statement: { ...COMPACT_JWS, maxLength: RECEIPTS_LENGTH },
    },
  },
  DeliveryParked: {
    meaning: 'A delivery kept failing at the recipient; later events of its record wait.',
    stream: DELIVERIES,
    data: { authority: PARTICIPANT, event: UUID, reason: DELIVERY_REASON },
  },
  DeliveryRedriven: {
    meaning: 'The recipient asked for a parked delivery again.',
    stream: DELIVERIES,
    data: {
      authority: PARTICIPANT,
      event: UUID,
      stream: { type: 'string', pattern: '^[a-z]+-[A-Za-z0-9.-]{1,100}$' },
    },
  },
};

export const SUBJECT_EVENTS: Described<SubjectEvent> = {
  SubjectErased: {
    meaning:
      "The controller state had a worker erased: no key opens the worker's records any more.",
    stream: '^subject-[0-9a-f-]{36}$',
    data: {
      controller: STATE,
      subject: UUID,
      records: list(object({ issuer: PARTICIPANT, id: UUID })),
      basis: CODE,
      statement: COMPACT_JWS,
    },
    carries: ['to'],
  },
};
