import { TrustError, type HubError } from '#kernel';
import type { Genesis } from '#signing';
import { noteKey, openCheckpoint, parseOwnEvents, type Checkpoint } from '#transparency';
import type { ReplayedEvent } from '../types.ts';
import type { LogLeaves } from './log-leaves.ts';

/** How a history stands to a checkpoint that somebody else kept. */
export type Verdict =
  /** It begins with exactly the events that the checkpoint covers. */
  | 'EXTENDED'
  /** It has fewer. */
  | 'CUT'
  /** It has others, or others of the log's own between them. */
  | 'FORKED'
  /** It was read only up to a place before. */
  | 'NOT_REACHED';

export type OutsideCheckpoint = {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly verdict: Verdict;
};

type Place = Omit<ReplayedEvent, 'data' | 'metadata'>;
type Doubt = { readonly at: Place; readonly error: HubError };

/** @throws TrustError TRUST_SIGNATURE_INVALID for a checkpoint that is none of this log; WireError WIRE_LOG_NOTE */
export function assertOfLog(genesis: Genesis, notes: readonly string[]): void {
  new OutsideCheckpoints(genesis, notes);
}

/** Checkpoints of the log from other hands than the hub's: witnesses', or what was downloaded earlier. */
export class OutsideCheckpoints {
  readonly #heads: readonly Checkpoint[];

  /** @throws TrustError TRUST_SIGNATURE_INVALID for a note that the log of genesis did not sign; WireError WIRE_LOG_NOTE */
  constructor({ origin, hub }: Genesis, notes: readonly string[]) {
    const log = noteKey('log', origin, hub.log);
    const heads = notes.map((note) => openCheckpoint(note, { origin, log, witnesses: [] }));
    this.#heads = heads.toSorted((one, other) => one.size - other.size);
  }

  get sizes(): readonly number[] {
    return this.#heads.map(({ size }) => size);
  }

  /** How many of the log's own events they were signed after. */
  get ownCounts(): readonly number[] {
    return this.#heads.flatMap(({ extensions = [] }) => parseOwnEvents(extensions)?.count ?? []);
  }

  /**
   * Judges a history whose leaves were all taken, and names where it stops being what they cover.
   * @param end the last event; a history that is cut ends there
   * @param isWhole false where more was there and was not read
   */
  judge(leaves: LogLeaves, end: Place, isWhole: boolean) {
    const judged = this.#heads.map((head) => {
      const { size, root } = head;
      const { verdict, doubt } = judgeOne(head, leaves, end, isWhole);
      return { doubt, checkpoint: { size, root: root.toString('base64'), verdict } };
    });
    return {
      checkpoints: judged.map(({ checkpoint }): OutsideCheckpoint => checkpoint),
      doubts: judged.flatMap(({ doubt }): Doubt[] => (doubt ? [doubt] : [])),
    };
  }
}

function judgeOne(
  { size, root, extensions = [] }: Checkpoint,
  leaves: LogLeaves,
  end: Place,
  isWhole: boolean,
): { readonly verdict: Verdict; readonly doubt?: Doubt } {
  if (size === 0) return { verdict: 'EXTENDED' };
  const reached = leaves.reached(size);
  if (!reached && !isWhole) return { verdict: 'NOT_REACHED' };
  if (!reached) {
    const missing = size - leaves.size;
    const reason = `after it ${missing} events are missing that a checkpoint of ${size} covers`;
    return { verdict: 'CUT', doubt: { at: end, error: new TrustError('TRUST_LOG_CUT', reason) } };
  }
  const said = parseOwnEvents(extensions);
  const own = said && leaves.own.reached(said.count);
  const isSame = reached.root.equals(root);
  // What the log itself appended may follow behind the last event that was read.
  if (isSame && (!said || !own || own.equals(said.hash))) return { verdict: 'EXTENDED' };
  if (isSame) {
    const reason = `up to it stand other events of the log itself than before a checkpoint of ${size}`;
    const error = new TrustError('TRUST_LOG_FORK', reason);
    return { verdict: 'FORKED', doubt: { at: reached.last, error } };
  }
  const reason = `from ${reached.unproved} up to it are other events than a checkpoint of ${size} covers`;
  const error = new TrustError('TRUST_LOG_FORK', reason);
  return { verdict: 'FORKED', doubt: { at: reached.last, error } };
}
