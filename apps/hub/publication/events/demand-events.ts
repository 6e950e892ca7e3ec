import type { DemandEvent } from '#recruitment';
import {
  CASE_NAME,
  CLOSURE,
  CORRIDOR,
  DEMAND_REFERENCE,
  DEMAND_REFUSAL,
  demandDocument,
  QUOTA_CATEGORY,
  QUOTA_REFERENCE,
} from '../../platform/demand-values.ts';
import { COMPACT_JWS, INSTANT, list } from '../../platform/json-schema.ts';
import type { Described } from './event-schema.ts';

const STREAM = '^demand-[A-Z]{2}(\\.[A-Z0-9]+)+-[0-9a-f-]{36}$';
const SENT = ['under', 'to'] as const;
/** Told to nobody. */
const KEPT = ['under'] as const;

export const DEMAND_EVENTS: Described<DemandEvent> = {
  DemandRegistered: {
    meaning: 'A labour ministry registered what an employer asks for.',
    stream: STREAM,
    data: {
      ...DEMAND_REFERENCE,
      document: demandDocument(),
      corridors: list(CORRIDOR),
      statement: COMPACT_JWS,
    },
    carries: SENT,
  },
  QuotaReserved: {
    meaning: 'Its places are reserved in the quota of the destination: it is open.',
    stream: STREAM,
    data: {
      ...DEMAND_REFERENCE,
      category: QUOTA_CATEGORY,
      reference: QUOTA_REFERENCE,
      statement: COMPACT_JWS,
    },
    carries: SENT,
  },
  QuotaNotRequired: {
    meaning: 'No corridor of it needs a quota: it is open.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, corridors: list(CORRIDOR) },
    carries: SENT,
  },
  PlaceReserved: {
    meaning: 'A place is kept for a case that is being selected; unused, it lapses by itself.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, case: CASE_NAME, until: INSTANT },
    carries: KEPT,
  },
  PlaceTaken: {
    meaning: 'The case was selected: the place is its own.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, case: CASE_NAME },
    carries: KEPT,
  },
  PlaceReleased: {
    meaning: 'The case needs its place no more.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, case: CASE_NAME },
    carries: KEPT,
  },
  DemandFilled: {
    meaning: 'Every place is taken.',
    stream: STREAM,
    data: DEMAND_REFERENCE,
    carries: SENT,
  },
  DemandClosed: {
    meaning: 'Nobody more is selected for it.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, reason: CLOSURE, statement: COMPACT_JWS },
    carries: SENT,
  },
  DemandRefused: {
    meaning: 'The ministry refused it after it had registered it.',
    stream: STREAM,
    data: { ...DEMAND_REFERENCE, reason: DEMAND_REFUSAL, statement: COMPACT_JWS },
    carries: SENT,
  },
};
