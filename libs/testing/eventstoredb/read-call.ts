import messages from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Kept } from './log.ts';
import { eventAnswer, filterOf, nameIn, notFoundAnswer } from './messages.ts';
import { Outlet } from './outlet.ts';
import { REFUSALS } from './refusals.ts';
import type { StandIn } from './stand-in.ts';
import { subscribe } from './subscription-call.ts';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** `Streams.Read`: a part of a stream or of the log, or a subscription. */
export async function read(standIn: StandIn, call: ReadCall): Promise<void> {
  const outlet = new Outlet(call);
  const refused = standIn.refusalOf(call.metadata);
  if (refused) return outlet.refuse(refused);
  const options = call.request.getOptions()!;
  // Nobody here resolves links: a stand-in that ignored the wish would hide a mistake.
  if (options.getResolveLinks()) return outlet.refuse(REFUSALS.unimplemented());
  if (options.hasSubscription()) return subscribe(standIn, outlet, options);
  await send(standIn, outlet, options);
}

async function send(standIn: StandIn, outlet: Outlet, options: ReadReq.Options): Promise<void> {
  const fault = standIn.readFault();
  if (fault.silent) return;
  if (fault.refuse) return outlet.refuse(fault.refuse);
  const found = options.hasStream()
    ? streamEvents(standIn, options.getStream()!)
    : allEvents(standIn, options);
  if (found === 'deleted')
    return outlet.refuse(REFUSALS.deleted(nameIn(options.getStream()?.getStreamIdentifier())));
  if (found === 'absent')
    await outlet.send(notFoundAnswer(nameIn(options.getStream()?.getStreamIdentifier())));
  else if (found === 'invalid') return outlet.refuse(REFUSALS.invalidPositionOfRead());
  else {
    let sent = 0;
    const most = Number(options.getCount());
    for (const event of found) {
      if (sent === most) break;
      if (sent === fault.cutAfter) return standIn.cut();
      if (!(await outlet.send(eventAnswer(event)))) return;
      sent++;
    }
  }
  outlet.end();
}

function streamEvents({ log }: StandIn, place: ReadReq.Options.StreamOptions) {
  const events = log.read(nameIn(place.getStreamIdentifier()));
  if (typeof events === 'string') return events;
  const from = place.hasRevision() ? Number(place.getRevision()) : 0;
  return events.filter(({ revision }) => revision >= from);
}

/** A read, unlike a subscription, begins at the place it names. */
function allEvents({ log }: StandIn, options: ReadReq.Options): Iterable<Kept> | 'invalid' {
  const wanted = filterOf(options);
  const backwards = options.getReadDirection() === messages.ReadReq.Options.ReadDirection.BACKWARDS;
  const place = options.getAll()!;
  if (backwards) return reversed(log.all, wanted);
  const position = Number(place.getPosition()?.getCommitPosition() ?? 0);
  const from = log.indexOf(position);
  if (place.hasPosition() && log.all[from]?.position !== position) return 'invalid';
  return log.all.slice(from).filter(wanted);
}

function* reversed(all: readonly Kept[], wanted: (event: Kept) => boolean): Generator<Kept> {
  for (let index = all.length - 1; index >= 0; index--) if (wanted(all[index]!)) yield all[index]!;
}
