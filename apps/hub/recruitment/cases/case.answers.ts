import type { AnswerDescription } from '#platform';
import { CASE_STATUSES, REMAINDERS } from '#recruitment';
import { PRESENTATION } from '../../certificates/certificate.answers.ts';
import { EXAMPLE_DIGEST, EXAMPLE_ID, EXAMPLE_JWS, exampleInstant } from '../../platform/answers.ts';
import { RECIPIENTS, UNDER } from '../../platform/event-values.ts';
import { DIGEST, INSTANT, object, PARTICIPANT, UUID } from '../../platform/json-schema.ts';

const WITHDRAWAL = {
  ...object({
    at: INSTANT,
    stays: object(
      Object.fromEntries(Object.keys(REMAINDERS).map((name) => [name, { type: 'string' }])),
      Object.keys(REMAINDERS),
    ),
  }),
  description: 'The worker withdrew the consent; what stays, and why.',
};

export const CASE_ANSWER: AnswerDescription = {
  description: 'How it stood; to authorities also what is granted of its contents.',
  schema: {
    title: 'CaseReading',
    ...object(
      {
        issuer: PARTICIPANT,
        id: UUID,
        validAt: INSTANT,
        knownAt: INSTANT,
        status: { enum: CASE_STATUSES },
        since: INSTANT,
        canProceed: { type: 'boolean', description: 'Whether it may go on, and never why not.' },
        recordedAt: INSTANT,
        digest: DIGEST,
        under: UNDER,
        to: RECIPIENTS,
        presentation: PRESENTATION,
        withdrawal: WITHDRAWAL,
      },
      ['since', 'recordedAt', 'digest', 'under', 'to', 'presentation', 'withdrawal'],
    ),
  },
  example: {
    issuer: 'KG.MOL',
    id: EXAMPLE_ID,
    validAt: exampleInstant,
    knownAt: exampleInstant,
    status: 'SELECTED',
    since: exampleInstant,
    canProceed: true,
    recordedAt: exampleInstant,
    digest: EXAMPLE_DIGEST,
    under: [{ contract: 'kg-ru-work', version: 1, hash: EXAMPLE_DIGEST }],
    to: [{ authority: 'RU.MOL', grants: [{ contract: 'kg-ru-work', version: 1, grant: 1 }] }],
    presentation: `${EXAMPLE_JWS}~`,
  },
};
