import messages from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Kept } from './log.ts';

const text = new TextEncoder();
const decoder = new TextDecoder();

export const named = (stream: string) =>
  new shared.StreamIdentifier().setStreamName(text.encode(stream));

export const nameIn = (identifier: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  decoder.decode(identifier?.getStreamName_asU8());

export function eventAnswer(event: Kept): ReadResp {
  const recorded = new messages.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(named(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', '0');
  return new messages.ReadResp().setEvent(
    new messages.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position)),
  );
}

export const checkpointAnswer = (position: number): ReadResp =>
  new messages.ReadResp().setCheckpoint(
    new messages.ReadResp.Checkpoint()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position)),
  );

export const confirmationAnswer = (id: string): ReadResp =>
  new messages.ReadResp().setConfirmation(
    new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(id),
  );

export const caughtUpAnswer = (): ReadResp =>
  new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp());

export const notFoundAnswer = (stream: string): ReadResp =>
  new messages.ReadResp().setStreamNotFound(
    new messages.ReadResp.StreamNotFound().setStreamIdentifier(named(stream)),
  );

/** Which events a request lets through. Without a filter the server keeps back only records of its elections. */
export function filterOf(options: ReadReq.Options): (event: Kept) => boolean {
  const filter = options.getFilter();
  if (!filter) return () => true;
  const [expression, of] = filter.hasStreamIdentifier()
    ? [filter.getStreamIdentifier()!, (event: Kept) => event.stream]
    : [filter.getEventType()!, (event: Kept) => event.type];
  const regex = expression.getRegex();
  if (regex !== '') {
    const pattern = new RegExp(regex);
    return (event) => pattern.test(of(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => of(event).startsWith(prefix));
}
