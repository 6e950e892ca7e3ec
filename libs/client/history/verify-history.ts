import type { Genesis } from '#signing';
import type { ReplayedEvent } from '../types.ts';
import { HistoryVerifier, type VerifiedHistory } from './history-verifier.ts';

export type VerifyOptions = {
  /**
   * False: signatures of records and of statements about them are taken as they are, and all else is verified, those of
   * participants and contracts too: a look at the order of things, several times faster. Default true.
   */
  readonly signatures?: boolean;
};

/**
 * Verifies everything that a hub ever recorded, from genesis and nothing else: every signature again, judged by what
 * was known when it was recorded; every rule decided again; hashes, routing, and the order of every stream. Nobody
 * has to trust the hub (architecture §2). An event that is not proved is a finding and changes nothing.
 *
 * The checkpoints of the log show every other byte, event and place that changed before them (ids, nonces, sealed
 * contents, times within seconds). What was cut off the end of the store, after a checkpoint or with it, only a checkpoint
 * or a receipt in other hands shows; a confirmed delivery of an event that is gone is a finding.
 * @param genesis verified against a hash that was learned out of band
 * @param events all of them, in the store's order, as `GET /v1/audit/events` gives them
 */
export async function verifyHistory(
  genesis: Genesis,
  events: Iterable<ReplayedEvent> | AsyncIterable<ReplayedEvent>,
  { signatures = true }: VerifyOptions = {},
): Promise<VerifiedHistory> {
  const verifier = new HistoryVerifier(genesis, signatures);
  if (Symbol.iterator in events) {
    for (const event of events) {
      verifier.take(event);
      if (verifier.isFull) await verifier.turn();
    }
  } else {
    for await (const event of events) {
      verifier.take(event);
      if (verifier.isFull) await verifier.turn();
    }
  }
  return verifier.end();
}
