import { HubError, TrustError } from '#kernel';
import type { Genesis } from '#signing';
import {
  leafHash,
  logEntry,
  openCheckpoint,
  verifyInclusion,
  type Cosignature,
  type TreeHead,
} from '#transparency';
import { verifyHistory, type Finding, type VerifiedHistory } from '../history/index.ts';
import { readEvent, type HistoryEvent } from '../history/read-event.ts';
import { logPolicy } from '../log/log-keys.ts';
import { witnessed } from '../log/witnessed.ts';
import type { Excerpt, ProvedEvent } from './excerpt.ts';

export type VerifiedExcerpt = {
  /** Every event, in the order of the log. */
  readonly events: readonly HistoryEvent[];
  readonly history: VerifiedHistory;
  readonly head: TreeHead;
  /** Who saw the tree, and when: each with a key that its state stood for then. */
  readonly witnesses: readonly Cosignature[];
};

export type ExcerptOptions = {
  /** How many witnesses must have seen the tree; by default so many that a third of them may lie. */
  readonly quorum?: number;
};

/**
 * Verifies an excerpt from genesis and nothing else: the checkpoint, that each event is in its tree, every signature and
 * every rule, and that the witnesses which these events endorse saw the tree. Needs no network.
 * @throws TrustError, WireError with what is not proved first
 */
export async function verifyExcerpt(
  genesis: Genesis,
  { checkpoint, events }: Excerpt,
  { quorum }: ExcerptOptions = {},
): Promise<VerifiedExcerpt> {
  const head = openCheckpoint(checkpoint, logPolicy(genesis, []));
  for (const event of events) verifyLeaf(event, head);
  const read = events.map(readEventOf);
  const history = await verifyHistory(genesis, events.map(recorded), { isExcerpt: true });
  const [finding] = history.findings;
  if (finding) throw notProved(finding);
  const witnesses = witnessed(checkpoint, genesis, history.trust, quorum);
  return { events: read, history, head, witnesses };
}

/** @throws TrustError `TRUST_LOG_PROOF` that names the event */
export function verifyLeaf(event: ProvedEvent, { size, root }: TreeHead): void {
  const { index, id, type, stream } = event;
  const proof = event.proof.map((one) => Buffer.from(one, 'base64'));
  try {
    verifyInclusion({ index, size, leaf: leafHash(logEntry(event)), proof, root });
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    throw new TrustError('TRUST_LOG_PROOF', `${type} ${id} of ${stream} is not leaf ${index}`, {
      cause,
      facts: { stream, index },
    });
  }
}

/** An event's place in the log stands for its place in the store, which no excerpt proves. */
export const recorded = ({ index, proof: _, ...event }: ProvedEvent) => ({
  ...event,
  position: String(index).padStart(16, '0'),
});

const readEventOf = (event: ProvedEvent): HistoryEvent => readEvent(recorded(event));

const notProved = ({ code, type, stream, revision, reason }: Finding) =>
  new TrustError(code, `${type} of ${stream}: ${reason}`, { facts: { stream, revision } });
