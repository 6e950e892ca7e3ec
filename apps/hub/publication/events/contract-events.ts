import { contractSchema, type ContractEvent } from '#contracts';
import {
  COMPACT_JWS,
  CONTRACT,
  COUNT,
  DIGEST,
  INSTANT,
  object,
  STATE,
  VERSION,
  type JsonSchema,
} from '../../platform/json-schema.ts';
import { optional, type Described } from './event-schema.ts';

const STREAM = '^contract-[a-z0-9][a-z0-9-]{0,62}$';

const NAMED = { contract: CONTRACT, version: VERSION };
const { $schema: _, $id: __, ...DOCUMENT } = contractSchema;
const PART: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9_-]+$', maxLength: 1_024 };

export const CONTRACT_EVENTS: Described<ContractEvent> = {
  ContractProposed: {
    meaning: 'A version of an exchange contract was proposed, ready to be signed.',
    stream: STREAM,
    data: { ...NAMED, hash: DIGEST, document: DOCUMENT },
  },
  ContractSigned: {
    meaning: 'A party signed the version (one signature of a JWS General JSON).',
    stream: STREAM,
    data: {
      ...NAMED,
      hash: DIGEST,
      party: STATE,
      signature: object({ protected: PART, signature: PART }),
    },
  },
  ContractActivated: {
    meaning:
      'Every party signed; from an instant on the version is in force and the one before ends.',
    stream: STREAM,
    data: { ...NAMED, hash: DIGEST, effectiveFrom: INSTANT },
  },
  ContractSuspended: {
    meaning: 'A party suspended the version, for a time or until further notice.',
    stream: STREAM,
    data: {
      ...NAMED,
      effectiveFrom: INSTANT,
      effectiveUntil: optional(INSTANT),
      statement: COMPACT_JWS,
    },
  },
  ContractTerminated: {
    meaning: 'A party ended the contract. Lifecycle events still follow their records.',
    stream: STREAM,
    data: { ...NAMED, effectiveFrom: INSTANT, statement: COMPACT_JWS },
  },
  ContractBackfilled: {
    meaning: 'The still-valid records of the issuers were shared under the version.',
    stream: STREAM,
    data: { ...NAMED, shared: COUNT, skipped: COUNT },
  },
};
