import messages from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventToAppend, ExpectedRevision, Position, StreamFilter } from '../event-store.ts';
import { START, toLogPosition } from './position.ts';

/** Events that the server looks at between two checkpoints, and for one page of a filtered read. */
const WINDOW = 256;

/** More than any stream has. */
const ALL = String(2n ** 63n - 1n);

/** System streams, and nothing else, have names that begin with a dollar. */
const NO_SYSTEM_STREAM = '^[^$]';

/** Matches no name. */
const NOTHING = '(?!)';

const text = new TextEncoder();

/**
 * The messages of one append: where to, then each event. Data and metadata go as bytes: the client's own
 * `jsonEvent` would write JSON anew. The server only keeps a flag of the content type, for its projections and pages.
 */
export function appendRequests(
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
): AppendReq[] {
  const options = new messages.AppendReq.Options().setStreamIdentifier(named(stream));
  if (expected === 'none') options.setNoStream(new shared.Empty());
  else options.setRevision(String(expected));
  const proposals = events.map(({ id, type, data, metadata }) => {
    const proposal = new messages.AppendReq.ProposedMessage()
      .setId(new shared.UUID().setString(id))
      .setData(text.encode(data))
      .setCustomMetadata(text.encode(metadata));
    proposal.getMetadataMap().set('type', type).set('content-type', 'application/json');
    return new messages.AppendReq().setProposedMessage(proposal);
  });
  return [new messages.AppendReq().setOptions(options), ...proposals];
}

export function readStreamRequest(stream: string, from: number, count: number): ReadReq {
  const place = new messages.ReadReq.Options.StreamOptions()
    .setStreamIdentifier(named(stream))
    .setRevision(String(from));
  const most = count === Infinity ? ALL : String(count);
  return request(options().setStream(place).setCount(most).setNoFilter(new shared.Empty()));
}

/** The server begins at `from`, not after it. */
export const readAllRequest = (from: Position, filter: StreamFilter | undefined): ReadReq =>
  request(options().setAll(after(from)).setCount(ALL).setFilter(filterOptions(filter)));

/** The last event of the log that is no system stream's. */
export function endRequest(): ReadReq {
  const end = new messages.ReadReq.Options.AllOptions().setEnd(new shared.Empty());
  const backwards = options().setReadDirection(messages.ReadReq.Options.ReadDirection.BACKWARDS);
  return request(backwards.setAll(end).setCount('1').setFilter(filterOptions(undefined)));
}

/** Here the server begins after `from`. */
export function subscribeRequest(from: Position, filter: StreamFilter | undefined): ReadReq {
  const subscription = new messages.ReadReq.Options.SubscriptionOptions();
  return request(
    options().setAll(after(from)).setSubscription(subscription).setFilter(filterOptions(filter)),
  );
}

const named = (stream: string) => new shared.StreamIdentifier().setStreamName(text.encode(stream));

const request = (of: ReadReq.Options): ReadReq => new messages.ReadReq().setOptions(of);

/** Links stay links: what they lead to is read where it stands. */
function options(): ReadReq.Options {
  const uuids = new messages.ReadReq.Options.UUIDOption().setString(new shared.Empty());
  return new messages.ReadReq.Options().setResolveLinks(false).setUuidOption(uuids);
}

function after(position: Position): ReadReq.Options.AllOptions {
  const place = new messages.ReadReq.Options.AllOptions();
  if (position === START) return place.setStart(new shared.Empty());
  const { commit, prepare } = toLogPosition(position);
  return place.setPosition(
    new messages.ReadReq.Options.Position().setCommitPosition(commit).setPreparePosition(prepare),
  );
}

function filterOptions(filter: StreamFilter | undefined): ReadReq.Options.FilterOptions {
  const expression = new messages.ReadReq.Options.FilterOptions.Expression();
  if (!filter) expression.setRegex(NO_SYSTEM_STREAM);
  else if (filter.streamPrefixes.length === 0) expression.setRegex(NOTHING);
  else expression.setPrefixList([...filter.streamPrefixes]);
  return new messages.ReadReq.Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setMax(WINDOW)
    .setCheckpointintervalmultiplier(1);
}
