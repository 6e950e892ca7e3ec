import type { AnswerDescription } from '#platform';

export const BUNDLE_ANSWER: AnswerDescription = {
  description: 'A zip in its one form: any byte that differs is found. index.html is for people.',
  type: 'application/zip',
  schema: { type: 'string', contentMediaType: 'application/zip' },
  example: 'PK…',
};
