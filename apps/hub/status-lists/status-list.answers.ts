import type { AnswerDescription } from '#platform';
import { exampleInstant } from '../platform/answers.ts';
import { INSTANT, list, object } from '../platform/json-schema.ts';

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

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const EXAMPLE_LST = 'eNrbuRgAAhcBXQ';

export const LISTS_ANSWER: AnswerDescription = {
  description: 'The URIs of all lists, the oldest of each issuer first.',
  schema: {
    title: 'StatusLists',
    ...object({ status_lists: list({ type: 'string', format: 'uri', maxLength: 64 }) }),
  },
  example: { status_lists: ['https://hub.example/v1/status-lists/KG.MOH-1'] },
};

export const LIST_ANSWER = {
  description:
    'A Token Status List in JWT form (draft-ietf-oauth-status-list): `sub` is its URI, `status_list` a bit for each index, signed by a `status` key of the issuer.',
  type: 'application/statuslist+jwt',
  schema: { type: 'string', pattern: TOKEN.source },
  example: `${'A'.repeat(40)}.${'A'.repeat(80)}.${'A'.repeat(86)}`,
  headers: {
    etag: { description: 'For `if-none-match`.', schema: { type: 'string' } },
    'cache-control': {
      description: 'For how long a copy need not be asked for again.',
      schema: { type: 'string' },
    },
  },
} as const satisfies AnswerDescription;

export const UNCHANGED_ANSWER = {
  description: 'The copy that `if-none-match` names is the newest.',
};

export const PAST_LIST_ANSWER: AnswerDescription = {
  description: 'The bits as they stood, in the form that a published list holds them in.',
  schema: {
    title: 'PastStatusList',
    ...object({
      list: { type: 'string', pattern: '^[A-Z0-9.]+-[0-9]+$' },
      knownAt: INSTANT,
      bits: { const: 1 },
      lst: { type: 'string', pattern: '^[A-Za-z0-9_-]+$' },
    }),
  },
  example: { list: 'KG.MOH-1', knownAt: exampleInstant, bits: 1, lst: EXAMPLE_LST },
};
