import type { AnswerDescription } from '#platform';
import { EXAMPLE_JWS } from '../platform/answers.ts';
import { COMPACT_JWS, COUNT, object } from '../platform/json-schema.ts';

/** Lines while it runs, and at last the report. */
export const REPLAY_ANSWER: AnswerDescription = {
  description:
    'How far it is, each second; the last line is the report, or the problem that ended it.',
  type: 'application/x-ndjson',
  schema: {
    title: 'ReplayLine',
    oneOf: [
      object({ events: COUNT, of: COUNT }, ['of']),
      object({
        report: {
          ...COMPACT_JWS,
          maxLength: 2_097_152,
          description:
            'A `replay-report+jws`, signed by the hub: what was read, the root, and each finding with position, event and code.',
        },
      }),
      object({ problem: { $ref: '#/components/schemas/Problem' } }),
    ],
  },
  example: { report: EXAMPLE_JWS },
};
