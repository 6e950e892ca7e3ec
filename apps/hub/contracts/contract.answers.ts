import type { AnswerDescription } from '#platform';
import { EXAMPLE_DIGEST, exampleInstant, RECEIPT_ANSWER } from '../platform/answers.ts';
import { BASE64URL, CONTRACT, DIGEST, INSTANT, list, object, STATE, VERSION, type JsonSchema } from '../platform/json-schema.ts';

const receipt = RECEIPT_ANSWER.schema['properties'] as Record<string, JsonSchema>;

export const PROPOSED_ANSWER: AnswerDescription = {
  description: 'Proposed: sign what has this hash. The same document again is answered alike.',
  schema: { title: 'Proposed', ...object({ hash: DIGEST, ...receipt }) },
  example: { hash: EXAMPLE_DIGEST, ...(RECEIPT_ANSWER.example as object) },
};

const DRAFT: Record<string, JsonSchema> = {
  version: VERSION,
  hash: DIGEST,
  signedBy: list(STATE),
  signatures: list(object({ party: STATE, protected: BASE64URL, signature: BASE64URL })),
  document: { $ref: '#/components/schemas/ExchangeContract' },
};

export const CONTRACT_ANSWER: AnswerDescription = {
  description: 'The contract with all its versions, oldest first.',
  schema: {
    title: 'ContractState',
    ...object(
      {
        contract: CONTRACT,
        standing: {
          enum: ['PROPOSED', 'AGREED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'TERMINATED'],
        },
        terminatedFrom: INSTANT,
        drafts: list(object(DRAFT)),
        versions: list(
          object({
            ...DRAFT,
            effectiveFrom: INSTANT,
            suspensions: list(object({ from: INSTANT, until: INSTANT }, ['until'])),
          }),
        ),
      },
      ['terminatedFrom'],
    ),
  },
  example: {
    contract: 'kg-ru-kz',
    standing: 'TERMINATED',
    terminatedFrom: exampleInstant,
    drafts: [],
    versions: [],
  },
};
