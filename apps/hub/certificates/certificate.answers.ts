import type { AnswerDescription } from '#platform';
import { EXAMPLE_DIGEST, EXAMPLE_ID, EXAMPLE_JWS, exampleInstant } from '../platform/answers.ts';
import { RECIPIENTS, UNDER } from '../platform/event-values.ts';
import {
  DIGEST,
  INSTANT,
  object,
  PARTICIPANT,
  UUID,
  type JsonSchema,
} from '../platform/json-schema.ts';

export const PRESENTATION: JsonSchema = {
  type: 'string',
  description: '`<JWT>~<granted disclosures>~`, or ERASED; absent where nothing is granted.',
};

export const READING_ANSWER: AnswerDescription = {
  description: 'How it stood, and what is granted of its contents.',
  schema: {
    title: 'CertificateReading',
    ...object(
      {
        issuer: PARTICIPANT,
        id: UUID,
        validAt: INSTANT,
        knownAt: INSTANT,
        status: {
          enum: ['UNKNOWN', 'ISSUED', 'REVOKED', 'SUPERSEDED', 'UNDER_REVIEW'],
          description: 'By its clear facts; its dates are among its contents.',
        },
        recognised: { type: 'boolean', description: "By the reader's own state." },
        recordedAt: INSTANT,
        digest: DIGEST,
        under: UNDER,
        to: RECIPIENTS,
        presentation: PRESENTATION,
      },
      ['recordedAt', 'digest', 'under', 'to', 'presentation'],
    ),
  },
  example: {
    issuer: 'KG.MOH',
    id: EXAMPLE_ID,
    validAt: exampleInstant,
    knownAt: exampleInstant,
    status: 'ISSUED',
    recognised: true,
    recordedAt: exampleInstant,
    digest: EXAMPLE_DIGEST,
    under: [{ contract: 'kg-ru-kz', version: 1, hash: EXAMPLE_DIGEST }],
    to: [{ authority: 'RU.MOL', grants: [{ contract: 'kg-ru-kz', version: 1, grant: 1 }] }],
    presentation: `${EXAMPLE_JWS}~`,
  },
};
