import { StoreError, type DomainEvent, type Instant } from '#kernel';
import type { EventToAppend, Position, RecordedEvent } from './event-store.ts';

/** What an event carries beside the domain's words. */
export type Provenance = {
  /** UUID, drawn once per request. */
  readonly id: string;
  /** 16 random bytes, base64url: blinds the event's leaf in the log. */
  readonly nonce: string;
  /** Names all events of one request. */
  readonly correlationId: string;
  /** The request or event that led to this one. */
  readonly causationId: string;
  /** When it happened, where that is not when it was recorded. */
  readonly occurredAt?: Instant;
};

/** A domain event with its place in the store. */
export type StoredEvent<Event extends DomainEvent = DomainEvent> = Event & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly occurredAt: Instant;
  readonly correlationId: string;
  readonly causationId: string;
};

/** The form of `data` and `metadata`. A new one gets a number and an upcaster from the one before; stored bytes never change. */
const SCHEMA_VERSION = 1;

type Metadata = Pick<DomainEvent, 'under' | 'to'> & {
  readonly schemaVersion: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: string;
  readonly nonce: string;
};

/** The texts that stand for an event in the store. */
export function encode(event: DomainEvent, provenance: Provenance): EventToAppend {
  const { type, data, at, by, under, to } = event;
  const { id, nonce, correlationId, causationId, occurredAt = at } = provenance;
  const metadata: Metadata = {
    schemaVersion: SCHEMA_VERSION,
    occurredAt,
    recordedAt: at,
    correlationId,
    causationId,
    actor: by,
    ...(under && { under }),
    ...(to && { to }),
    nonce,
  };
  return { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}

/** The event that the texts stand for. Throws STORE_CORRUPT for texts that `encode` did not make. */
export function decode(recorded: RecordedEvent): StoredEvent {
  const { id, type, stream, revision, position } = recorded;
  const metadata = read(recorded, 'metadata') as Metadata | null;
  if (metadata?.schemaVersion !== SCHEMA_VERSION)
    throw new StoreError('STORE_CORRUPT', `event ${id} has metadata of an unknown form`);
  const { occurredAt, recordedAt, correlationId, causationId, actor, under, to } = metadata;
  return {
    type,
    data: read(recorded, 'data'),
    at: recordedAt,
    by: actor,
    ...(under && { under }),
    ...(to && { to }),
    id,
    stream,
    revision,
    position,
    occurredAt,
    correlationId,
    causationId,
  };
}

function read(recorded: RecordedEvent, part: 'data' | 'metadata'): unknown {
  try {
    return JSON.parse(recorded[part]);
  } catch (cause) {
    throw new StoreError('STORE_CORRUPT', `event ${recorded.id}: its ${part} is not JSON`, {
      cause,
    });
  }
}
