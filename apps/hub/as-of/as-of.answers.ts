import type { AnswerDescription } from '#platform';
import { EXAMPLE_ID, EXAMPLE_JWS } from '../platform/answers.ts';
import { COUNT, list, object, UUID, type JsonSchema } from '../platform/json-schema.ts';
import { EXAMPLE_HASH, EXAMPLE_NOTE, HASH } from '../proofs/proof.answers.ts';

const PROVED_EVENT: JsonSchema = {
  title: 'ProvedEvent',
  ...object({
    index: { ...COUNT, description: 'Its leaf in the log.' },
    proof: list(HASH),
    id: UUID,
    stream: { type: 'string' },
    revision: COUNT,
    type: { type: 'string' },
    data: { type: 'string', description: 'As it is stored.' },
    metadata: { type: 'string', description: 'As it is stored.' },
  }),
};

export const AS_OF_ANSWER: AnswerDescription = {
  description: 'The signed answer, and what it follows from.',
  schema: {
    title: 'AsOfEvidence',
    ...object({
      answer: {
        type: 'string',
        description:
          'An `as-of+jws` of the hub: {kind, of, validAt, knownAt, answer, streams, size, checkedAt}. `streams` counts all that it had of each.',
      },
      excerpt: {
        title: 'Excerpt',
        ...object({ checkpoint: { type: 'string' }, events: list(PROVED_EVENT) }),
      },
    }),
  },
  example: {
    answer: EXAMPLE_JWS,
    excerpt: {
      checkpoint: EXAMPLE_NOTE,
      events: [
        {
          ...{ index: 41, proof: [EXAMPLE_HASH], id: EXAMPLE_ID, stream: 'state-KG', revision: 3 },
          ...{ type: 'KeyEndorsed', data: '{"holder":"KG.MOH"}', metadata: '{"schemaVersion":1}' },
        },
      ],
    },
  },
};
