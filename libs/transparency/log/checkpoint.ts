import { TrustError, WireError } from '#kernel';
import { signBytes, verifyBytes, type SigningKey } from '#signing';
import { HASH_BYTES } from '../tree/hashing.ts';
import { verifyCosignature, type Cosignature } from './cosignature.ts';
import {
  base64,
  formatNote,
  noteKey,
  parseNote,
  signaturesOf,
  unproved,
  type Note,
  type NoteKey,
} from './note.ts';

/** A tree at one size. */
export type TreeHead = { readonly size: number; readonly root: Buffer };

/** A log's statement about its tree (C2SP tlog-checkpoint). */
export type Checkpoint = TreeHead & {
  readonly origin: string;
  /** Lines that follow the root; none unless given. */
  readonly extensions?: readonly string[];
};

/** What a log is known by, and whose word about it counts. */
export type LogPolicy = {
  readonly origin: string;
  readonly log: NoteKey;
  readonly witnesses: readonly NoteKey[];
  /** How many of the witnesses must have seen a checkpoint. */
  readonly quorum: number;
};

/** A checkpoint that the log signed, and the witnesses of the policy that saw it. */
export type ProvedCheckpoint = Checkpoint & { readonly cosignatures: readonly Cosignature[] };

export const checkpointText = ({ origin, size, root, extensions = [] }: Checkpoint): string =>
  [origin, size, root.toString('base64'), ...extensions].map((line) => `${line}\n`).join('');

/** What a note says; the log's signature is not looked at. @throws WireError WIRE_LOG_NOTE */
export function parseCheckpoint({ text }: Note): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  const hash = base64(root);
  const fits =
    origin !== '' &&
    /^(0|[1-9]\d{0,15})$/.test(size) &&
    Number.isSafeInteger(Number(size)) &&
    hash.length === HASH_BYTES &&
    !extensions.includes('');
  if (!fits) throw new WireError('WIRE_LOG_NOTE', 'the note is no checkpoint');
  const head = { origin, size: Number(size), root: hash };
  return extensions.length > 0 ? { ...head, extensions } : head;
}

/** A checkpoint with the log's signature. */
export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): string {
  const text = checkpointText(checkpoint);
  const { name, id } = noteKey('log', checkpoint.origin, key.jwk);
  return formatNote({ text, signatures: [{ name, id, bytes: signBytes(key, Buffer.from(text)) }] });
}

/** @throws TrustError TRUST_SIGNATURE_INVALID if the log did not sign the note */
export function verifyLogSignature(note: Note, log: NoteKey): void {
  const own = signaturesOf(note, log);
  const text = Buffer.from(note.text);
  if (own.length === 0) throw unproved(`${log.name} has not signed the checkpoint`);
  if (!own.every(({ bytes }) => verifyBytes(log.key, text, bytes)))
    throw unproved(`the signature of ${log.name} does not verify`);
}

/**
 * Opens a checkpoint of the log that the policy names. Signatures of others are passed over; a wrong one by a known
 * key refuses the whole.
 * @throws WireError WIRE_LOG_NOTE; TrustError TRUST_SIGNATURE_INVALID
 */
export function openCheckpoint(
  text: string,
  { origin, log, witnesses }: Omit<LogPolicy, 'quorum'>,
): ProvedCheckpoint {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note);
  if (checkpoint.origin !== origin)
    throw unproved(`the checkpoint is of ${checkpoint.origin}, not of ${origin}`);
  verifyLogSignature(note, log);
  const cosignatures = witnesses.flatMap((witness) =>
    signaturesOf(note, witness)
      .map((signature) => verifyCosignature(note.text, signature, witness))
      .slice(0, 1),
  );
  return { ...checkpoint, cosignatures };
}

/** @throws TrustError TRUST_LOG_QUORUM if too few witnesses stand behind it; and as `openCheckpoint` */
export function openWitnessed(text: string, policy: LogPolicy): ProvedCheckpoint {
  const checkpoint = openCheckpoint(text, policy);
  // A witness that changed its key is still one witness.
  const seen = new Set(checkpoint.cosignatures.map(({ witness }) => witness)).size;
  if (seen < policy.quorum)
    throw new TrustError('TRUST_LOG_QUORUM', `${seen} witnesses, not ${policy.quorum}`, {
      facts: { witnesses: seen, quorum: policy.quorum },
    });
  return checkpoint;
}
