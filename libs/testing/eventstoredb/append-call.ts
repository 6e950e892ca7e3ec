import messages from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { ABSENT, type Expected, type Outcome, type Proposed } from './log.ts';
import { nameIn } from './messages.ts';
import { REFUSALS } from './refusals.ts';
import type { StandIn } from './stand-in.ts';

/** Bytes of one append: a server's default. */
const MOST = 1024 * 1024;

type Answer = sendUnaryData<AppendResp>;

/** `Streams.Append`: a header, then the events. */
export async function append(
  standIn: StandIn,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: Answer,
): Promise<void> {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  try {
    for await (const request of call as AsyncIterable<AppendReq>) {
      options ??= request.getOptions();
      const proposal = request.getProposedMessage();
      if (proposal) events.push(proposedIn(proposal));
    }
  } catch {
    return; // The client is gone before its append was whole.
  }
  // A connection that is lost while an append is on its way ends it as well, in time or not.
  await nextTurn();
  if (!options || call.cancelled || events.length === 0) return;
  const refused = standIn.refusalOf(call.metadata);
  if (refused) return answer(refused);
  const size = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
  if (size > MOST) return answer(REFUSALS.tooLarge(MOST));
  const { appending } = standIn;
  appending.most = Math.max(appending.most, ++appending.now);
  const stream = nameIn(options.getStreamIdentifier());
  await carryOut(standIn, stream, expectedIn(options), events, answer);
  appending.now--;
}

async function carryOut(
  standIn: StandIn,
  stream: string,
  expected: Expected,
  events: readonly Proposed[],
  answer: Answer,
): Promise<void> {
  const fault = standIn.appendFault(stream);
  if (fault.delay !== undefined) await sleep(fault.delay);
  if (fault.cut === 'before') return standIn.cut();
  if (fault.silent === 'before') return;
  if (fault.refuse && fault.when !== 'after') return answer(fault.refuse);
  const outcome = standIn.log.append(stream, expected, events);
  if (fault.cut) return standIn.cut();
  if (fault.silent) return;
  if (fault.refuse) return answer(fault.refuse);
  if (outcome.kind === 'deleted') return answer(REFUSALS.deleted(stream));
  if (fault.deny) answer(null, answerOf({ kind: 'wrong', current: ABSENT }));
  else answer(null, answerOf(outcome, fault.blank));
}

function answerOf(outcome: Exclude<Outcome, { kind: 'deleted' }>, blank = false): AppendResp {
  if (outcome.kind === 'wrong') {
    const wrong = new messages.AppendResp.WrongExpectedVersion();
    if (outcome.current === ABSENT) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(outcome.current));
    return new messages.AppendResp().setWrongExpectedVersion(wrong);
  }
  const success = new messages.AppendResp.Success().setCurrentRevision(String(outcome.revision));
  const place = String(outcome.position);
  if (blank) success.setNoPosition(new shared.Empty());
  else
    success.setPosition(
      new messages.AppendResp.Position().setCommitPosition(place).setPreparePosition(place),
    );
  return new messages.AppendResp().setSuccess(success);
}

function proposedIn(
  proposal: Pick<
    AppendReq.ProposedMessage,
    'getId' | 'getMetadataMap' | 'getData_asU8' | 'getCustomMetadata_asU8'
  >,
): Proposed {
  const metadata = proposal.getMetadataMap();
  return {
    id: proposal.getId()!.getString(),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: proposal.getData_asU8(),
    metadata: proposal.getCustomMetadata_asU8(),
  };
}

function expectedIn(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return ABSENT;
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'exists';
  return Number(options.getRevision());
}
