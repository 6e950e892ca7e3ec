import type { AnswerDescription } from '#platform';
import { COUNT, INSTANT, list, object, type JsonSchema } from '../platform/json-schema.ts';

export const HASH: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' };
export const EXAMPLE_HASH = `${'A'.repeat(43)}=`;
export const EXAMPLE_NOTE = `hub.example\n1042\n${EXAMPLE_HASH}\n\n— hub.example ${'A'.repeat(91)}=\n`;

export const CHECKPOINT_ANSWER: AnswerDescription = {
  description:
    'A signed note (C2SP tlog-checkpoint), signed by the log key of genesis, with the cosignatures of its witnesses.',
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

export const TILE_ANSWER: AnswerDescription = {
  description: 'Hashes of 32 bytes, one behind the other.',
  type: 'application/octet-stream',
  schema: { type: 'string' },
  example: '(32 bytes for each hash)',
};

export const BUNDLE_ANSWER: AnswerDescription = {
  description: 'Entries, each behind its length in 16 bits, big-endian.',
  type: 'application/octet-stream',
  schema: { type: 'string' },
  example: '(a length and an entry, again and again)',
};

const STANDING: JsonSchema = {
  title: 'WitnessStanding',
  ...object(
    {
      name: { type: 'string' },
      isIndependent: { type: 'boolean', description: "False for one in the hub's own process." },
      standing: { enum: ['UNHEARD', 'HEARD', 'COSIGNS', 'SILENT', 'REFUSES'] },
      size: { ...COUNT, description: 'Leaves of the last tree that it has seen.' },
      at: { ...INSTANT, description: 'When it last cosigned.' },
    },
    ['size', 'at'],
  ),
};

export const WITNESSES_ANSWER: AnswerDescription = {
  description: 'Leaves that are signed and that are published, and how each witness stands.',
  schema: {
    title: 'Witnesses',
    ...object({
      published: COUNT,
      signed: COUNT,
      waitingSeconds: { type: 'number', minimum: 0 },
      quorum: COUNT,
      witnesses: list(STANDING),
    }),
  },
  example: {
    published: 1_042,
    signed: 1_042,
    waitingSeconds: 0,
    quorum: 1,
    witnesses: [
      {
        name: 'KG.MOH',
        isIndependent: true,
        standing: 'COSIGNS',
        size: 1_042,
        at: '2027-03-01T08:00:00.000Z',
      },
    ],
  },
};
