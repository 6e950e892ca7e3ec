import {
  HubError,
  isInstant,
  StoreError,
  type ContractReference,
  type DomainEvent,
  type Instant,
  type JsonObject,
  type Recipient,
} from '#kernel';
import { hasExactly, isObject, parseJsonObject } from '#signing';
import type { ReplayedEvent } from '../types.ts';

/** An event of a history, with its place in the store. Its form was checked, nothing else. */
export type HistoryEvent = DomainEvent<string, JsonObject> & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  /** Names all events of one request. */
  readonly correlationId: string;
};

/** Bytes of an event's data: a record of 64 KiB, sealed with all that travels beside it. */
const EVENT_BYTES = 1024 * 1024;

const METADATA = ['schemaVersion', 'occurredAt', 'recordedAt', 'correlationId', 'causationId'];
const MORE_METADATA = ['actor', 'nonce'];

/** Reads the stored texts strictly. @throws StoreError `STORE_CORRUPT` if the hub's codec cannot have written them */
export function readEvent(recorded: ReplayedEvent): HistoryEvent {
  const { id, type, stream, revision, position } = recorded;
  const isPlaced =
    [id, type, stream, position].every((text) => typeof text === 'string') &&
    Number.isInteger(revision);
  const data = readJson(recorded.data);
  const { under, to, ...metadata } = readJson(recorded.metadata);
  if (!isPlaced || !isMetadata(metadata)) throw corrupt();
  const { recordedAt: at, actor: by, correlationId } = metadata;
  return {
    ...{ id, type, stream, revision, position, correlationId, data, at, by },
    ...(under !== undefined && { under: referencesIn(under) }),
    ...(to !== undefined && { to: recipientsIn(to) }),
  };
}

type Metadata = {
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly correlationId: string;
};

const isMetadata = (metadata: object): metadata is Metadata =>
  hasExactly(metadata, ...METADATA, ...MORE_METADATA) &&
  Object.entries(metadata).every(([name, value]) =>
    name === 'schemaVersion' ? value === 1 : typeof value === 'string',
  ) &&
  isInstant((metadata as Metadata).recordedAt);

function readJson(text: unknown): JsonObject {
  try {
    if (typeof text === 'string') return parseJsonObject(text, { bytes: EVENT_BYTES });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
  }
  throw corrupt();
}

function referencesIn(under: unknown): readonly ContractReference[] {
  if (!Array.isArray(under) || !under.every(isReference)) throw corrupt();
  return under;
}

function recipientsIn(to: unknown): readonly Recipient[] {
  if (!Array.isArray(to) || !to.every(isRecipient)) throw corrupt();
  return to;
}

const isReference = (one: unknown): one is ContractReference =>
  isObject(one) && hasExactly(one, 'contract', 'version', 'hash');

const isRecipient = (one: unknown): one is Recipient =>
  isObject(one) &&
  hasExactly(one, 'authority', 'grants') &&
  typeof one['authority'] === 'string' &&
  Array.isArray(one['grants']) &&
  one['grants'].every(isObject);

const corrupt = () => new StoreError('STORE_CORRUPT', 'the event is not in the form of this store');
