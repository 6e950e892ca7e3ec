import { TrustError } from '#kernel';
import type { TrustList } from '#participants';
import type { Genesis } from '#signing';
import { openCheckpoint, type Cosignature } from '#transparency';
import { logPolicy, witnessKeys } from './log-keys.ts';

/**
 * Who saw the tree of a checkpoint, with keys that their states stood for then.
 * @param asked how many it takes; by default so many that a third of them may lie
 * @param origin of the log, where it is not that of the exchange
 * @throws TrustError TRUST_SIGNATURE_INVALID, TRUST_LOG_QUORUM; WireError WIRE_LOG_NOTE
 */
export function witnessed(
  checkpoint: string,
  genesis: Genesis,
  trust: TrustList,
  asked?: number,
  origin?: string,
): readonly Cosignature[] {
  const keys = witnessKeys(trust);
  const { quorum, ...policy } = logPolicy(genesis, keys, asked, origin);
  const witnesses = openCheckpoint(checkpoint, policy).cosignatures.filter(({ witness, at }) =>
    keys.some(({ name, activeAt }) => name === witness && activeAt(at)),
  );
  const seen = new Set(witnesses.map(({ witness }) => witness)).size;
  if (seen >= quorum) return witnesses;
  throw new TrustError('TRUST_LOG_QUORUM', `${seen} witnesses saw the tree`, {
    facts: { witnesses: seen, quorum },
  });
}
