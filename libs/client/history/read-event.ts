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
  /** Names all events of one append. */
  readonly correlationId: string;
};

/** Bytes of an event's data: a record of 64 KiB, sealed with all that travels beside it. */
const EVENT_BYTES = 1024 * 1024;

/**
 * Reads the stored texts strictly. Ids and nonces are drawn at random, so that only their form can be checked here;
 * their bytes are the log's to prove.
 * @throws StoreError `STORE_CORRUPT` if the hub's codec cannot have written them
 */
export function readEvent(recorded: ReplayedEvent): HistoryEvent {
  const { id, type, stream, revision, position } = recorded;
  const data = readJson(recorded.data);
  const metadata = readJson(recorded.metadata);
  const { under, to, recordedAt: at, actor: by, correlationId } = metadata;
  if (!UUID.test(id) || !isMetadata(metadata)) throw corrupt();
  return {
    ...{ id, type, stream, revision, position, data },
    ...({ correlationId, at, by } as Named),
    ...(under !== undefined && { under: referencesIn(under) }),
    ...(to !== undefined && { to: recipientsIn(to) }),
  };
}

type Named = { readonly correlationId: string; readonly at: Instant; readonly by: string };

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** 16 bytes in canonical base64url. */
const NONCE = /^[A-Za-z0-9_-]{21}[AQgw]$/;

type Check = (value: unknown) => boolean;
const fits =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

/** What the codec writes beside the data. */
const METADATA: Readonly<Record<string, Check>> = {
  schemaVersion: (value) => value === 1,
  occurredAt: isInstant,
  recordedAt: isInstant,
  correlationId: fits(UUID),
  causationId: fits(UUID),
  actor: fits(/^[A-Z0-9.]{2,40}$/),
  nonce: fits(NONCE),
};
const CHECKS = Object.entries(METADATA);

const isMetadata = (metadata: JsonObject): boolean =>
  CHECKS.every(([name, check]) => check(metadata[name])) &&
  Object.keys(metadata).every(
    (name) => Object.hasOwn(METADATA, name) || name === 'under' || name === 'to',
  );

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
