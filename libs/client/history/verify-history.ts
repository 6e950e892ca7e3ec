import { WireError } from '#kernel';
import type { Genesis } from '#signing';
import type { ReplayedEvent } from '../types.ts';
import { HistoryVerifier, type VerifiedHistory } from './history-verifier.ts';
import type { VerifyOptions } from './verify-options.ts';

/**
 * Verifies everything that a hub ever recorded, from genesis and nothing else: every signature again, judged by what
 * was known when it was recorded; every rule decided again; hashes, routing, and the order of every stream. Nobody
 * has to trust the hub (architecture §2). An event that is not proved is a finding and changes nothing.
 *
 * The checkpoints of the log show every other byte, event and place that changed before them (ids, nonces, sealed
 * contents, times within seconds). What was cut off the end of the store, after a checkpoint or with it, only a checkpoint
 * or a receipt in other hands shows; a confirmed delivery of an event that is gone is a finding.
 * @throws TrustError, WireError for a checkpoint among the options that is none of this log, or a position that is none of this store
 * @param genesis verified against a hash that was learned out of band
 * @param events all of them, in the store's order, as `GET /v1/audit/events` gives them
 */
export async function verifyHistory(
  genesis: Genesis,
  events: Iterable<ReplayedEvent> | AsyncIterable<ReplayedEvent>,
  { upTo, isWhole = true, ...options }: VerifyOptions = {},
): Promise<VerifiedHistory> {
  const verifier = new HistoryVerifier(genesis, options);
  let isFirst = true;
  const isBeyond = ({ position }: ReplayedEvent) => {
    if (isFirst) assertPositions(position, [options.after, upTo]);
    isFirst = false;
    return upTo !== undefined && position > upTo;
  };
  // What is there already is not waited for one by one.
  if (Symbol.iterator in events) {
    for (const event of events) {
      if (isBeyond(event)) return verifier.end(false);
      verifier.take(event);
      if (verifier.isFull) await verifier.turn();
    }
  } else {
    for await (const event of events) {
      if (isBeyond(event)) return verifier.end(false);
      verifier.take(event);
      if (verifier.isFull) await verifier.turn();
    }
  }
  return verifier.end(isWhole);
}

/** Positions of a store are of one width: by another text than one of them a range would hold nothing, and all would seem well. */
function assertPositions(known: string, given: readonly (string | undefined)[]): void {
  for (const position of given)
    if (position !== undefined && position.length !== known.length)
      throw new WireError('WIRE_SCHEMA_MISMATCH', `${position} is no position of this store`);
}
