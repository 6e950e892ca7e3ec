import type { AnswerDescription } from '#platform';
import {
  BASE64URL,
  COMPACT_JWS,
  list,
  object,
  STREAM,
  UUID,
  type JsonSchema,
} from './json-schema.ts';

// What several routes answer. Examples are shortened where they are long.

export const EXAMPLE_DIGEST = 'u4vUVqh1nUXsCzZxQbiVQ4ESA0x0hQ8sBGYnCRzXlqs';
export const EXAMPLE_ID = '0b8f9d1e-6f5c-4c1a-9a50-3d6f3d1b2a77';
export const EXAMPLE_JWS = 'eyJhbGciOiJFZERTQSJ9.eyJkaWdlc3QiOiIuLi4ifQ.c2lnbmF0dXJl';
export const EXAMPLE_POSITION = '0000000000000042';

/** `receipt+jws` with {event, stream, revision, digest, recordedAt, under}, signed by the hub. */
const RECEIPT: JsonSchema = {
  ...COMPACT_JWS,
  description: 'A `receipt+jws`, signed by the hub: keep it, it proves what was stored.',
};

/** Where an event stands in the store; opaque. */
export const POSITION: JsonSchema = {
  ...BASE64URL,
  description: 'Where the event stands in the store: opaque, ordered as text.',
};

/** Any request of the API may name a position. */
export const AT_OR_AFTER = {
  name: 'Eurasec-Position',
  in: 'header',
  required: false,
  description:
    'The position of a receipt: the answer is given at or after it, by whichever hub; waits up to 10 s.',
  schema: POSITION,
};

const POSITION_HEADER = {
  'Eurasec-Position': { description: 'The same position', schema: POSITION },
};

const receipt = { title: 'Receipt', ...object({ receipt: RECEIPT, position: POSITION }) };
const exampleReceipt = { receipt: EXAMPLE_JWS, position: EXAMPLE_POSITION };

/** A statement was carried out. The same statement again is answered alike. */
export const RECEIPT_ANSWER: AnswerDescription = {
  description: 'Stored. The same statement again gives the same receipt.',
  schema: receipt,
  example: exampleReceipt,
};

const STORED: JsonSchema = {
  title: 'StoredRecord',
  ...object({
    receipt: RECEIPT,
    position: POSITION,
    warnings: list(object({ code: { type: 'string' }, pointer: { type: 'string' } }), {
      description: 'What was accepted and still looks wrong: never a reason to push again.',
    }),
  }),
};
const exampleStored = { ...exampleReceipt, warnings: [] };

/** A record was pushed: 201 the first time, 200 with the same bytes whenever it comes again. */
export const STORED_ANSWERS = {
  201: {
    description: 'Stored, durably.',
    schema: STORED,
    example: exampleStored,
    headers: POSITION_HEADER,
  },
  200: {
    description: 'The same record was stored before; the same receipt.',
    schema: STORED,
    example: exampleStored,
    headers: POSITION_HEADER,
  },
} satisfies Record<number, AnswerDescription>;

/** A line of a batch's answer. */
export const BATCH_LINE: JsonSchema = {
  title: 'BatchLine',
  oneOf: [
    object({
      line: { type: 'integer', minimum: 1 },
      status: { enum: [200, 201] },
      ...(STORED['properties'] as Record<string, JsonSchema>),
    }),
    object({
      line: { type: 'integer', minimum: 1 },
      status: { type: 'integer', minimum: 400 },
      problem: { $ref: '#/components/schemas/Problem' },
    }),
  ],
};
export const exampleBatchLine = { line: 1, status: 201, ...exampleStored };

/** A stored event, with the exact texts that are stored. */
const EVENT: JsonSchema = {
  title: 'StoredEvent',
  ...object({
    position: POSITION,
    stream: STREAM,
    revision: { type: 'integer', minimum: 0 },
    id: UUID,
    type: { type: 'string', pattern: '^[A-Za-z]+$' },
    data: { type: 'string', description: 'JSON text; contracts/events/ describes it.' },
    metadata: { type: 'string', description: 'JSON text; contracts/events/ describes it.' },
  }),
};

/** Stored events, one a line. */
export const EVENTS_ANSWER: AnswerDescription = {
  description: 'Events in the order in which they were stored, one a line.',
  type: 'application/x-ndjson',
  schema: EVENT,
  example: {
    position: EXAMPLE_POSITION,
    stream: 'state-KG',
    revision: 3,
    id: EXAMPLE_ID,
    type: 'KeyEndorsed',
    data: '{"holder":"KG.MOH"}',
    metadata: '{"schemaVersion":1}',
  },
};

export const PROBLEM: JsonSchema = {
  title: 'Problem',
  description: 'Why a request was refused (RFC 9457). Never personal data.',
  ...object(
    {
      type: { type: 'string', description: '`/problems/` and the code.' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      code: { type: 'string', description: 'Stable; docs/errors.md explains each.' },
      detail: { type: 'string' },
      pointer: { type: 'string', description: 'RFC 6901 pointer of the member at fault.' },
      remedy: { type: 'string', description: 'What to do.' },
      traceId: { type: 'string', description: "Names a failure in the hub's log." },
    },
    ['detail', 'pointer', 'remedy', 'traceId'],
  ),
};

export const exampleInstant = '2027-03-01T08:00:00.000Z';
