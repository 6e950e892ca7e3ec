import { LICENCE_STATUSES } from '#participants';
import type { AnswerDescription } from '#platform';
import { EXAMPLE_DIGEST, exampleInstant } from '../platform/answers.ts';
import {
  BASE64URL,
  COUNT,
  DATE,
  DIGEST,
  INSTANT,
  list,
  object,
  PARTICIPANT,
  STATE,
  type JsonSchema,
} from '../platform/json-schema.ts';
import {
  ALGORITHM,
  JWK,
  NAME,
  NUMBER,
  ROLE,
  STATUS,
  TAX_ID,
  USE,
} from '../platform/participant-values.ts';

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const KEY = object({
  kid: DIGEST,
  holder: PARTICIPANT,
  state: STATE,
  use: USE,
  alg: ALGORITHM,
  jwk: JWK,
  validFrom: INSTANT,
  validUntil: INSTANT,
  signer: DIGEST,
  endorsedAt: INSTANT,
  retiredAt: orNull(INSTANT),
  compromisedSince: orNull(INSTANT),
  disowned: { type: 'boolean' },
});

const LICENCE = object({
  number: NUMBER,
  licensor: PARTICIPANT,
  destinations: list(STATE),
  validFrom: DATE,
  validUntil: DATE,
  feePolicy: { enum: ['NO_FEE', 'CAPPED'] },
  acts: list(
    object({
      act: { enum: ['GRANTED', 'SUSPENDED', 'RESTORED', 'REVOKED'] },
      issuedAt: INSTANT,
      recordedAt: INSTANT,
      signer: DIGEST,
    }),
  ),
});

const REGISTERED = object({
  number: NUMBER,
  issuer: PARTICIPANT,
  destinations: list(STATE),
  validFrom: DATE,
  validUntil: DATE,
  feePolicy: { enum: ['NO_FEE', 'CAPPED'] },
  status: { enum: LICENCE_STATUSES },
});

export const REGISTER_ANSWER: AnswerDescription = {
  description: 'Agencies in the order of their ids, each with the licences that were asked for.',
  schema: {
    title: 'AgencyRegister',
    ...object({
      validAt: INSTANT,
      agencies: list(
        object({
          id: PARTICIPANT,
          state: STATE,
          name: NAME,
          taxId: orNull(TAX_ID),
          keys: list(object({ kid: DIGEST, use: USE, validUntil: INSTANT })),
          licences: list(REGISTERED),
        }),
      ),
    }),
  },
  example: { validAt: exampleInstant, agencies: [] },
};

const INSTITUTION = { id: PARTICIPANT, state: STATE, name: NAME, keys: list(KEY) };

export const PARTICIPANT_ANSWER: AnswerDescription = {
  description: 'A state with its memberships, an authority, or an agency with its licences.',
  schema: {
    title: 'Participant',
    oneOf: [
      object({ id: STATE, memberships: list(object({ status: STATUS, from: INSTANT })) }),
      object({ ...INSTITUTION, roles: list(ROLE), signsContracts: { type: 'boolean' } }),
      object({ ...INSTITUTION, taxId: orNull(TAX_ID), licences: list(LICENCE) }),
    ],
  },
  example: { id: 'KG', memberships: [{ status: 'member', from: exampleInstant }] },
};

const SIGNATURE = object({ protected: BASE64URL, signature: BASE64URL });

export const GENESIS_ANSWER: AnswerDescription = {
  description: 'What the states founded the hub on, signed by every founding root.',
  schema: {
    title: 'Genesis',
    ...object({
      document: object({
        origin: { type: 'string' },
        states: list(object({ state: STATE, name: NAME, root: JWK })),
        hub: object({ receipt: JWK, lane: JWK, log: JWK }),
        quorum: COUNT,
        foundedAt: INSTANT,
      }),
      signatures: list(SIGNATURE),
    }),
  },
  example: {
    document: {
      origin: 'hub.example',
      states: [],
      hub: {
        receipt: { kty: 'OKP', crv: 'Ed25519', x: EXAMPLE_DIGEST },
        lane: { kty: 'OKP', crv: 'Ed25519', x: EXAMPLE_DIGEST },
        log: { kty: 'OKP', crv: 'Ed25519', x: EXAMPLE_DIGEST },
      },
      quorum: 4,
      foundedAt: exampleInstant,
    },
    signatures: [],
  },
};
