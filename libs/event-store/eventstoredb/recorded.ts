import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { StoreError } from '#kernel';
import type { Position, RecordedEvent, StreamFilter } from '../event-store.ts';
import { isKnown, toPosition } from './position.ts';

/** An answer about a place in the log: an event there, or only that the server has come so far. */
export type Passed = { readonly position: Position; readonly event?: RecordedEvent };

const text = new TextDecoder('utf-8', { ignoreBOM: true });

/** What an answer says; nothing for one that is about the call itself, or that a newer server may send. */
export function passedIn(answer: ReadResp): Passed | undefined {
  const recorded = answer.getEvent()?.getEvent();
  if (recorded) {
    const event = eventOf(recorded);
    return { position: event.position, event };
  }
  const checkpoint = answer.getCheckpoint();
  return (
    checkpoint && {
      position: toPosition({
        commit: checkpoint.getCommitPosition(),
        prepare: checkpoint.getPreparePosition(),
      }),
    }
  );
}

/** The stored bytes as they are: the client's own events have JSON already parsed. */
export function eventOf(recorded: ReadResp.ReadEvent.RecordedEvent): RecordedEvent {
  const place = { commit: recorded.getCommitPosition(), prepare: recorded.getPreparePosition() };
  if (!isKnown(place))
    throw new StoreError(
      'STORE_UNAVAILABLE',
      'the server does not say where in its log an event stands; EventStoreDB 23.10 or later does',
    );
  return {
    id: recorded.getId()?.getString() ?? '',
    type: recorded.getMetadataMap().get('type') ?? '',
    data: text.decode(recorded.getData_asU8()),
    metadata: text.decode(recorded.getCustomMetadata_asU8()),
    stream: text.decode(recorded.getStreamIdentifier()?.getStreamName_asU8()),
    revision: Number(recorded.getStreamRevision()),
    position: toPosition(place),
  };
}

/**
 * Whether an event is one that a reader asked for. The server has filtered by the stream's name already; in an
 * ordinary stream there may still be its own events: links, and the mark that a stream was deleted.
 */
export const isWanted = ({ stream, type }: RecordedEvent, filter?: StreamFilter): boolean =>
  !stream.startsWith('$') &&
  !type.startsWith('$') &&
  (!filter || filter.streamPrefixes.some((prefix) => stream.startsWith(prefix)));
