import { WireError } from '#kernel';
import { isObject } from '#signing';
import type { LoggedEvent } from '#transparency';

/** An event as it is stored, its leaf in the log, and the way from there to the root (RFC 6962, base64). */
export type ProvedEvent = LoggedEvent & {
  readonly index: number;
  readonly proof: readonly string[];
};

/**
 * Streams of the store from their beginning on, as far as an instant: everything that a question depends on, with what
 * proves that the hub recorded it, and that nobody put it there later. That a stream had no more events by then is the
 * hub's word (`streams` of what it signed); another event of it that turns up later proves that word false.
 */
export type Excerpt = {
  /** The signed note, with its cosignatures. */
  readonly checkpoint: string;
  /** In the order of the log. */
  readonly events: readonly ProvedEvent[];
};

/** How many events of each stream there are: in an honest answer, all that the hub had recorded by its `knownAt`. */
export function countedStreams(
  events: Iterable<{ readonly stream: string }>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { stream } of events) counts.set(stream, (counts.get(stream) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

const TEXTS = ['id', 'stream', 'type', 'data', 'metadata'] as const;

/** An excerpt that came from somewhere. @throws WireError WIRE_SCHEMA_MISMATCH */
export function assertExcerpt(value: unknown): Excerpt {
  const { checkpoint, events } = isObject(value) ? value : {};
  if (typeof checkpoint !== 'string' || !Array.isArray(events))
    throw mismatch('', 'not a checkpoint and events');
  events.forEach((event, place) => {
    if (!isProvedEvent(event)) throw mismatch(`/events/${place}`, 'no event with its proof');
  });
  return { checkpoint, events: events };
}

const isProvedEvent = (value: unknown): value is ProvedEvent =>
  isObject(value) &&
  TEXTS.every((name) => typeof value[name] === 'string') &&
  [value['revision'], value['index']].every(Number.isSafeInteger) &&
  Array.isArray(value['proof']) &&
  value['proof'].every((one) => typeof one === 'string');

const mismatch = (pointer: string, reason: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', reason, { pointer });
