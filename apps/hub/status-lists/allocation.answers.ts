import type { AnswerDescription } from '#platform';
import { list, object } from '../platform/json-schema.ts';

export const ALLOCATION_ANSWER: AnswerDescription = {
  description: 'Indices of one list, drawn at random.',
  schema: {
    title: 'Allocated',
    ...object({
      list: { type: 'string', pattern: '^[A-Z0-9.]+-[0-9]+$' },
      uri: { type: 'string', format: 'uri', maxLength: 64 },
      indices: list({ type: 'integer', minimum: 0 }, { minItems: 1 }),
    }),
  },
  example: {
    list: 'KG.MOH-1',
    uri: 'https://hub.example/v1/status-lists/KG.MOH-1',
    indices: [88_213, 1_207],
  },
};
