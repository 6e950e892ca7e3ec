import type { DomainEvent } from '#kernel';
import { DIALECT, INSTANT, object, UUID, type JsonSchema } from '../../platform/json-schema.ts';
import { RECIPIENTS, UNDER } from '../../platform/event-values.ts';

/** A member that not every event of its type has. */
export type Optional = { readonly optional: JsonSchema };
export const optional = (schema: JsonSchema): Optional => ({ optional: schema });

type IsOptional<Data, Name extends keyof Data> =
  Record<never, never> extends Pick<Data, Name> ? true : false;

/** A schema for each member of an event's data, exactly: a member that is added, dropped or made optional does not compile until this says so. */
export type MembersOf<Data> = {
  readonly [Name in keyof Data]-?: IsOptional<Data, Name> extends true
    ? Optional
    : JsonSchema & { readonly optional?: never };
};

/** One event type as it is stored in the clear. */
export type DescribedEvent<Members = Readonly<Record<string, JsonSchema | Optional>>> = {
  readonly meaning: string;
  /** Which stream it lies in: a pattern. */
  readonly stream: string;
  readonly data: Members;
  /** The routing decision that its metadata carries. */
  readonly carries?: readonly ('under' | 'to')[];
};

/** A description for every type of a family. */
export type Described<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: DescribedEvent<
    MembersOf<Extract<Event, { type: Type }>['data']>
  >;
};

/** The version of the form of `data` and `metadata`, as every event's metadata names it. */
const SCHEMA_VERSION = 1;

/** A participant, or who stands above them all: the founders, the quorum of roots, the hub itself. */
const ACTOR: JsonSchema = {
  type: 'string',
  pattern: '^([A-Z]{2}(\\.[A-Z0-9]+)*|GENESIS|QUORUM|HUB)$',
};

const metadata = (carries: readonly ('under' | 'to')[]): JsonSchema =>
  object({
    schemaVersion: { const: SCHEMA_VERSION },
    occurredAt: INSTANT,
    recordedAt: INSTANT,
    correlationId: UUID,
    causationId: UUID,
    actor: ACTOR,
    ...(carries.includes('under') && { under: UNDER }),
    ...(carries.includes('to') && { to: RECIPIENTS }),
    nonce: { type: 'string', pattern: '^[A-Za-z0-9_-]{22}$' },
  });

/** The JSON Schema of a stored event: its clear fields, and no other. */
export function eventSchema(type: string, described: DescribedEvent): JsonSchema {
  const members = Object.entries(described.data);
  const isOptional = (one: JsonSchema | Optional): one is Optional =>
    Object.hasOwn(one, 'optional');
  const data = object(
    Object.fromEntries(members.map(([name, one]) => [name, isOptional(one) ? one.optional : one])),
    members.flatMap(([name, one]) => (isOptional(one) ? [name] : [])),
  );
  return {
    $schema: DIALECT,
    $id: `urn:eurasec:event:${type}:${SCHEMA_VERSION}`,
    title: type,
    description: described.meaning,
    ...object({
      type: { const: type },
      stream: { type: 'string', pattern: described.stream },
      data,
      metadata: metadata(described.carries ?? []),
    }),
  };
}
