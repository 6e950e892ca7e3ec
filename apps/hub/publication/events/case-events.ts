import { CASE_STATUSES, CASE_STEPS, REMAINDERS, type CaseEvent, type CaseStep } from '#recruitment';
import {
  COMPACT_JWS,
  INSTANT,
  list,
  PARTICIPANT,
  STATE,
  type JsonSchema,
} from '../../platform/json-schema.ts';
import { ACTOR, SAID } from '../../statements/case-statements.ts';
import { issued, REFERENCE, ROUTED } from './certificate-events.ts';
import { optional, type Described } from './event-schema.ts';

const CASE = '^case-[A-Z0-9.]+-[0-9a-f-]{36}$';

/** The rule of the corridor that was used: `KG-RU/EAEU/2`. */
const CORRIDOR: JsonSchema = { type: 'string', pattern: '^[A-Z]{2}-[A-Z]{2}/[A-Z-]+/[0-9]+$' };
const STATUS: JsonSchema = { enum: CASE_STATUSES };

/** A step as its statement says it; the hub's own rule acts without one. */
const step = (steps: readonly CaseStep[]) => ({
  ...REFERENCE,
  corridor: CORRIDOR,
  statement: optional(COMPACT_JWS),
  step: { enum: steps },
  actor: BY_ANYBODY,
  occurredAt: INSTANT,
  item: optional(SAID.item),
  receipt: optional(SAID.receipt),
  reason: optional(SAID.reason),
  demand: optional(SAID.demand),
  contract: optional(SAID.contract),
  permit: optional(SAID.permit),
  hold: optional(SAID.hold),
});

const BY_ANYBODY: JsonSchema = {
  anyOf: [ACTOR, { const: { capacity: 'HUB' } }],
};

export const CASE_EVENTS: Described<CaseEvent> = {
  CaseOpened: {
    meaning:
      "A ministry opened a worker's recruitment case, with the registration as it was stated.",
    stream: CASE,
    data: {
      ...issued('RecruitmentCase'),
      destination: STATE,
      corridor: CORRIDOR,
      actor: ACTOR,
      occurredAt: INSTANT,
      statement: COMPACT_JWS,
      statedBy: PARTICIPANT,
    },
    carries: ROUTED,
  },
  CaseShared: {
    meaning: 'A later contract version shows the case to further recipients.',
    stream: CASE,
    data: REFERENCE,
    carries: ROUTED,
  },
  CaseTransitioned: {
    meaning:
      'Something happened to the case: `occurredAt` says when, the metadata when it was told.',
    stream: CASE,
    data: {
      ...step(CASE_STEPS),
      from: STATUS,
      to: STATUS,
      isLate: { type: 'boolean', description: 'It happened after the deadline of the corridor.' },
    },
    carries: ROUTED,
  },
  HoldPlaced: {
    meaning: 'An authority holds the case until a day, by a law, and says where to appeal.',
    stream: CASE,
    data: { ...step(['HoldPlaced']), hold: SAID.hold },
    carries: ROUTED,
  },
  HoldLifted: {
    meaning: 'The authority that held the case lets it go on.',
    stream: CASE,
    data: { ...step(['HoldLifted']), hold: SAID.hold },
    carries: ROUTED,
  },
  ConsentWithdrawn: {
    meaning: 'The worker withdrew the consent: nothing more of the case is told to anybody.',
    stream: CASE,
    data: {
      ...step(['ConsentWithdrawn']),
      stays: list({ enum: Object.keys(REMAINDERS) }),
    },
    carries: ROUTED,
  },
};
