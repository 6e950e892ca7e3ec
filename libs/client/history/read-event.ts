import {
  HubError,
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

/** Characters of an event's data: a record of 64 KiB, sealed with all that travels beside it. */
const MOST = 1024 * 1024;

/**
 * Reads the stored texts strictly: they are exactly what the hub's codec writes. Ids and nonces are drawn at random, so
 * that only their form can be checked here; their bytes are the log's to prove.
 * @throws StoreError `STORE_CORRUPT`
 */
export function readEvent(recorded: ReplayedEvent): HistoryEvent {
  const { id, type, stream, revision, position } = recorded;
  const data = readData(recorded.data);
  const found = METADATA.exec(recorded.metadata);
  if (!found || !UUID.test(id)) throw corrupt();
  const [, recordedAt, correlationId, by, routing] = found as unknown as Texts;
  const at = instantIn(recordedAt);
  const { under, to } = routing === undefined ? NOBODY : routingIn(routing);
  return {
    ...{ id, type, stream, revision, position, correlationId, data, at, by },
    ...(under && { under }),
    ...(to && { to }),
  };
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
export const UUID = new RegExp(`^${uuid}$`);

/** As the codec writes it: a hub records what happens when it is told of it. The nonce is 16 bytes in canonical base64url. */
const METADATA = new RegExp(
  '^{"schemaVersion":1,"occurredAt":"([^"]{24})","recordedAt":"\\1",' +
    `"correlationId":"(${uuid})","causationId":"${uuid}","actor":"([A-Z0-9.]{2,40})"` +
    '(?:,(.*))?,"nonce":"[A-Za-z0-9_-]{21}[AQgw]"}$',
);
type Texts = readonly [string, string, string, string, string | undefined];

/** A text of its own: a part of the metadata would keep the whole of it in memory. */
function instantIn(text: string): Instant {
  const time = Date.parse(text);
  const instant = Number.isNaN(time) ? '' : new Date(time).toISOString();
  if (instant !== text) throw corrupt();
  return instant;
}

type Routing = {
  readonly under?: readonly ContractReference[];
  readonly to?: readonly Recipient[];
};
const NOBODY: Routing = {};

/** Thousands of records go the same way: each is read, and kept in memory, once. */
const routings = new Map<string, Routing>();
const MOST_ROUTINGS = 1_000;

/** @param text the members `under` and `to`, as they stand in the metadata */
function routingIn(text: string): Routing {
  const known = routings.get(text);
  if (known) return known;
  const { under, to, ...rest } = readJson(`{${text}}`);
  if (Object.keys(rest).length > 0) throw corrupt();
  const routing = {
    ...(under !== undefined && { under: referencesIn(under) }),
    ...(to !== undefined && { to: recipientsIn(to) }),
  };
  if (routings.size >= MOST_ROUTINGS) routings.clear();
  routings.set(text, routing);
  return routing;
}

/** What is sealed is most of a record, and nothing in it is to be read: it is cut out before the rest is. */
function readData(text: unknown): JsonObject {
  if (typeof text !== 'string') throw corrupt();
  const start = text.indexOf(SEALED) + SEALED.length;
  if (start < SEALED.length) return readJson(text);
  const end = text.indexOf('"', start);
  const sealed = text.slice(start, end);
  if (sealed.includes('\\')) return readJson(text);
  const data = readJson(text.slice(0, start) + text.slice(end));
  return data['sealed'] === '' && text.indexOf(SEALED, end) < 0
    ? { ...data, sealed }
    : readJson(text);
}

const SEALED = '"sealed":"';

function readJson(text: string): JsonObject {
  try {
    const value = parseJsonObject(text, { bytes: MOST });
    if (JSON.stringify(value) === text) return value;
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
