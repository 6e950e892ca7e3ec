import { TrustError } from '#kernel';
import type { NoteKey } from '#transparency';
import { parseCheckpoint, parseNote, verifyLogSignature } from '#transparency';

/** Two trees of one size that one log signed: whoever holds its key told two histories. Anybody can check it with the key. */
export type SplitView = {
  readonly size: number;
  readonly roots: readonly [string, string];
  readonly notes: readonly [string, string];
};

/**
 * Looks through signed checkpoints, of witnesses, auditors or the hub, for two that contradict each other. That there
 * are none proves nothing of checkpoints that nobody brought.
 * @throws TrustError TRUST_SIGNATURE_INVALID for a checkpoint that the log did not sign; WireError WIRE_LOG_NOTE
 */
export function compareCheckpoints(notes: Iterable<string>, log: NoteKey): readonly SplitView[] {
  const seen = new Map<number, { readonly root: Buffer; readonly text: string }>();
  const split: SplitView[] = [];
  for (const text of notes) {
    const note = parseNote(text);
    verifyLogSignature(note, log);
    const { origin, size, root } = parseCheckpoint(note);
    if (origin !== log.name)
      throw new TrustError('TRUST_SIGNATURE_INVALID', `${origin} is another log than ${log.name}`);
    const before = seen.get(size);
    if (!before) seen.set(size, { root, text });
    else if (!before.root.equals(root))
      split.push({
        size,
        roots: [before.root.toString('base64'), root.toString('base64')],
        notes: [before.text, text],
      });
  }
  return split;
}
