import type { DomainEvent } from '#kernel';
import type { AccessEvent } from '../../log/access-log.ts';
import { COUNT, DIGEST, PARTICIPANT, type JsonSchema } from '../../platform/json-schema.ts';
import { optional, type Described, type DescribedEvent, type MembersOf } from './event-schema.ts';

/** The access event once more, a type at a time. */
type OneOf<Event extends DomainEvent> = {
  [Type in Event['type']]: DomainEvent<Type, Event['data']>;
}[Event['type']];

const CODES: JsonSchema = {
  type: 'string',
  pattern: '^[A-Z][A-Z0-9_]*(:[0-9]+( [A-Z][A-Z0-9_]*:[0-9]+)*)?$',
};

const access = (meaning: string): DescribedEvent<MembersOf<AccessEvent['data']>> => ({
  meaning,
  stream: '^access-[A-Za-z0-9_-]{43}$',
  data: {
    asker: PARTICIPANT,
    kid: DIGEST,
    purpose: {
      enum: ['AUDIT', 'ISSUE', 'OWN_STATUS', 'PUSH', 'PUSH_BATCH', 'READ', 'SUBMIT', 'VERIFY'],
    },
    outcome: CODES,
    contract: optional({ type: 'string', pattern: '^[a-z0-9-]+/[0-9]+$' }),
    record: optional({
      type: 'string',
      pattern: '^(certificate|case|demand)-([A-Z0-9.]+-[0-9a-f-]{36})?-*$',
    }),
    count: optional(COUNT),
  },
});

/** The access log, a store of its own: what participants asked and were told, never what was typed. */
export const ACCESS_EVENTS: Described<OneOf<AccessEvent>> = {
  QuestionAnswered: access(
    'An agency asked about a worker, or an information centre for one. The record is named only where the answer was yes.',
  ),
  RecordRead: access('A record or a demand was read; of a list, how many it showed.'),
  RequestRefused: access(
    "A participant's request was refused; of a batch, how often with which code.",
  ),
  EventsReplayed: access('An auditor replayed events.'),
  IndicesAllocated: access('An issuer drew status list indices.'),
  PastListRead: access('An auditor read how a status list stood at an earlier time.'),
};
