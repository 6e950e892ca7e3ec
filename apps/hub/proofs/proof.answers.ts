import type { AnswerDescription } from '#platform';
import { COUNT, list, object, type JsonSchema } from '../platform/json-schema.ts';

export const HASH: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' };
export const EXAMPLE_HASH = `${'A'.repeat(43)}=`;
export const EXAMPLE_NOTE = `hub.example\n1042\n${EXAMPLE_HASH}\n\n— hub.example ${'A'.repeat(91)}=\n`;

export const CHECKPOINT_ANSWER: AnswerDescription = {
  description: 'A signed note (C2SP tlog-checkpoint), signed by the log key of genesis.',
  type: 'text/plain',
  schema: { type: 'string' },
  example: EXAMPLE_NOTE,
};

export const INCLUSION_ANSWER: AnswerDescription = {
  description: 'The leaf of the event, its audit path (RFC 6962) in base64, and the checkpoint.',
  schema: {
    title: 'Inclusion',
    ...object({ index: COUNT, proof: list(HASH), checkpoint: { type: 'string' } }),
  },
  example: { index: 41, proof: [EXAMPLE_HASH], checkpoint: EXAMPLE_NOTE },
};

export const CONSISTENCY_ANSWER: AnswerDescription = {
  description: 'Hashes that show that the larger tree begins with the smaller (RFC 6962), base64.',
  schema: { title: 'Consistency', ...object({ from: COUNT, to: COUNT, proof: list(HASH) }) },
  example: { from: 1_000, to: 1_042, proof: [EXAMPLE_HASH] },
};

export const RECEIPT_PROOF_ANSWER: AnswerDescription = {
  description:
    'A C2SP tlog-proof; its extra data is the event as it is stored, in JSON, with the receipt.',
  type: 'text/plain',
  schema: { type: 'string' },
  example: `c2sp.org/tlog-proof@v1\nextra e30=\nindex 41\n${EXAMPLE_HASH}\n\n${EXAMPLE_NOTE}`,
};
