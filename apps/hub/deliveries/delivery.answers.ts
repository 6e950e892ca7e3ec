import type { AnswerDescription } from '#platform';
import { EXAMPLE_ID, EXAMPLE_POSITION, exampleInstant, POSITION } from '../platform/answers.ts';
import {
  COUNT,
  INSTANT,
  list,
  object,
  PARTICIPANT,
  STREAM,
  UUID,
} from '../platform/json-schema.ts';
import { DELIVERY_REASON } from '../statements/exchange-statements.ts';

export const CONFIRMED_ANSWER: AnswerDescription = {
  description: 'How many of the receipts said something new.',
  schema: { title: 'Confirmed', ...object({ confirmed: COUNT }) },
  example: { confirmed: 2 },
};

export const PARKED_ANSWER: AnswerDescription = {
  description: 'Longest parked first.',
  schema: {
    title: 'Parked',
    ...object({
      parked: list(
        object({ authority: PARTICIPANT, event: UUID, reason: DELIVERY_REASON, since: INSTANT }),
      ),
    }),
  },
  example: {
    parked: [
      { authority: 'RU.MOL', event: EXAMPLE_ID, reason: 'UPSTREAM_REFUSED', since: exampleInstant },
    ],
  },
};

export const OPEN_ANSWER: AnswerDescription = {
  description: 'In the order in which they were recorded.',
  schema: {
    title: 'OpenDeliveriesPage',
    ...object(
      {
        open: list(
          object(
            {
              event: UUID,
              stream: STREAM,
              revision: COUNT,
              type: { type: 'string', maxLength: 64 },
              recordedAt: INSTANT,
              standing: { enum: ['PARKED', 'HELD', 'UNHEARD'] },
              reason: DELIVERY_REASON,
              since: INSTANT,
            },
            ['reason', 'since'],
          ),
        ),
        next: POSITION,
      },
      ['next'],
    ),
  },
  example: {
    open: [
      {
        ...{ event: EXAMPLE_ID, stream: `certificate-KG.MOH-${EXAMPLE_ID}`, revision: 0 },
        ...{ type: 'CertificateIssued', recordedAt: exampleInstant },
        ...{ standing: 'PARKED', reason: 'UPSTREAM_REFUSED', since: exampleInstant },
      },
    ],
    next: EXAMPLE_POSITION,
  },
};

export const REDRIVEN_ANSWER: AnswerDescription = {
  description: 'It comes again.',
  schema: { title: 'Redriven', ...object({ redriven: UUID }) },
  example: { redriven: EXAMPLE_ID },
};

export const UNHEARD_ANSWER: AnswerDescription = {
  description: 'The first event of each record that comes again.',
  schema: {
    title: 'RedrivenPage',
    ...object(
      {
        redriven: list(object({ event: UUID, stream: STREAM, revision: COUNT })),
        next: POSITION,
      },
      ['next'],
    ),
  },
  example: {
    redriven: [{ event: EXAMPLE_ID, stream: `certificate-KG.MOH-${EXAMPLE_ID}`, revision: 0 }],
    next: EXAMPLE_POSITION,
  },
};
