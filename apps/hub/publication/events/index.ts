import type { JsonSchema } from '../../platform/json-schema.ts';
import { ACCESS_EVENTS } from './access-events.ts';
import { CASE_EVENTS } from './case-events.ts';
import { CERTIFICATE_EVENTS, EVIDENCE_EVENTS } from './certificate-events.ts';
import { CONTRACT_EVENTS } from './contract-events.ts';
import { DEMAND_EVENTS } from './demand-events.ts';
import { eventSchema, type DescribedEvent } from './event-schema.ts';
import { DELIVERY_EVENTS, SUBJECT_EVENTS } from './exchange-events.ts';
import { LOG_EVENTS } from './log-events.ts';
import { PARTICIPANT_EVENTS } from './participant-events.ts';

const EVENTS: Readonly<Record<string, DescribedEvent>> = {
  ...PARTICIPANT_EVENTS,
  ...CONTRACT_EVENTS,
  ...CERTIFICATE_EVENTS,
  ...EVIDENCE_EVENTS,
  ...CASE_EVENTS,
  ...DEMAND_EVENTS,
  ...DELIVERY_EVENTS,
  ...SUBJECT_EVENTS,
  ...LOG_EVENTS,
  ...ACCESS_EVENTS,
};

/** The JSON Schema of every event that the hub stores, by type (architecture §10). */
export const eventSchemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    Object.entries(EVENTS).map(([type, described]) => [type, eventSchema(type, described)]),
  );
