import { Metadata, status, type StatusObject } from '@grpc/grpc-js';

/** A status with which a server refuses, in the words and with the trailers of EventStoreDB. */
export type Refusal = Partial<StatusObject> & { readonly code: status; readonly details: string };

const refusal = (code: status, details: string, trailers: Record<string, string> = {}): Refusal => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
};

export const REFUSALS = {
  notReady: () => refusal(status.UNAVAILABLE, 'Server Is Not Ready'),
  tooBusy: () => refusal(status.UNAVAILABLE, 'Server Is Too Busy'),
  timeout: () => refusal(status.ABORTED, 'Operation timed out: Commit phase timeout.'),
  cancelled: () => refusal(status.CANCELLED, 'The server has ended the call'),
  noLeader: () => refusal(status.UNKNOWN, 'No leader info available in response'),
  notLeader: (leader: { readonly address: string; readonly port: number }) =>
    refusal(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': leader.address,
      'leader-endpoint-port': String(leader.port),
    }),
  accessDenied: () =>
    refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => refusal(status.UNAUTHENTICATED, 'Unauthenticated'),
  deleted: (stream: string) =>
    refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': stream,
    }),
  tooLarge: (most: number) =>
    refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(most),
    }),
  invalidPosition: () =>
    refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'),
  invalidPositionOfRead: () =>
    refusal(status.UNKNOWN, 'Unexpected FilteredReadAllResult: InvalidPosition'),
  unimplemented: () => refusal(status.UNIMPLEMENTED, 'not in this stand-in'),
};
