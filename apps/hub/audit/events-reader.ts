import { Readable } from 'node:stream';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { Instant } from '#kernel';

export type EventSelection = {
  /** After this position, exclusive. */
  readonly after?: Position;
  readonly prefixes?: readonly string[];
  readonly type?: string;
  /** Only events whose own recordedAt is at or before this instant. */
  readonly knownAt?: Instant;
};

/** Stored events as NDJSON, one a line, with the exact texts that are stored. */
export class EventsReader {
  private readonly store: EventStore;

  constructor(store: EventStore) {
    this.store = store;
  }

  stream(selection: EventSelection): Readable {
    return Readable.from(this.lines(selection), { objectMode: false });
  }

  /** Lines are gathered into chunks: one write to the socket for many small events. */
  private async *lines({ after = 'start', prefixes, type, knownAt }: EventSelection) {
    const filter = prefixes && { streamPrefixes: prefixes };
    let chunk = '';
    for await (const event of this.store.readAll(after, filter)) {
      if (type !== undefined && event.type !== type) continue;
      if (knownAt !== undefined && recordedAt(event) > knownAt) continue;
      chunk += `${JSON.stringify(event)}\n`;
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
    if (chunk) yield chunk;
  }
}

const CHUNK = 64 * 1024;

const recordedAt = ({ metadata }: RecordedEvent): Instant =>
  (JSON.parse(metadata) as { recordedAt: Instant }).recordedAt;
