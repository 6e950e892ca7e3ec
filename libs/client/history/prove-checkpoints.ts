import { StoreError, TrustError } from '#kernel';
import {
  formatNote,
  logStream,
  noteKey,
  openCheckpoint,
  ownEventsLine,
  parseNote,
  parseOwnEvents,
  signaturesOf,
  type NoteKey,
  type OwnEvents,
} from '#transparency';
import { assertDecided, type Append } from './append.ts';
import type { Known } from './known.ts';
import { textIn } from './text-in.ts';

/** What the log's notary appends: a checkpoint, and the same one again with the witnesses who saw it. */
export function proveLog(append: Append, known: Known): void {
  const [{ stream, type }] = append;
  if (stream !== logStream(known.genesis.origin))
    throw new StoreError('STORE_CORRUPT', 'checkpoints of another log');
  return type === 'CheckpointWitnessed'
    ? proveWitnessed(append, known)
    : proveCheckpoint(append, known);
}

/**
 * A checkpoint of the log: signed by its key of genesis and by nobody else, larger than the one before, and over exactly
 * the events that stand before it; and after exactly those of the log itself, which are no leaves. So nothing that a
 * checkpoint covers was changed, taken out, put in or moved.
 */
function proveCheckpoint(append: Append, { genesis, leaves }: Known): void {
  const [{ data, at }] = append;
  const { origin } = genesis;
  const checkpoint = textIn(data, 'checkpoint');
  leaves.sign(checkpoint);
  assertDecided(append, [{ type: 'CheckpointSigned', data: { checkpoint }, at, by: 'HUB' }]);
  const log = noteKey('log', origin, genesis.hub.log);
  const opened = openCheckpoint(checkpoint, { origin, log, witnesses: [] });
  const { size, root, extensions = [] } = opened;
  const { before } = leaves.own;
  const said = parseOwnEvents(extensions);
  if (said) leaves.own.assume(said);
  if (parseNote(checkpoint).signatures.length > 1)
    throw new StoreError('STORE_CORRUPT', 'the checkpoint carries more than the log signs');
  if (size <= leaves.covered) throw wrong(`a checkpoint of ${size} leaves came too late`);
  if (size > leaves.size) throw wrong(`the checkpoint covers ${size - leaves.size} events more`);
  if (!leaves.rootAt(size).equals(root))
    throw wrong(`the events from ${leaves.unproved} on are not those that were logged`);
  leaves.prove();
  if (!said) throw wrong('the checkpoint does not say after which of its own events it was signed');
  if (ownEventsLine(before) !== ownEventsLine(said))
    throw wrong(
      `it was signed after ${said.count} events of the log itself, which ${differ(before, said)}`,
    );
}

const differ = (there: OwnEvents, said: OwnEvents): string =>
  there.count === said.count
    ? 'are others now: since the checkpoint before it'
    : `are ${there.count} now: since the checkpoint before it`;

/**
 * It stands before without its cosignatures, so that it proves nothing more of the events; and once. Those of endorsed
 * witnesses verify; others may be by keys that this verifier does not know.
 */
function proveWitnessed(append: Append, { genesis, leaves, participants }: Known): void {
  const [{ data, at }] = append;
  const { origin } = genesis;
  const checkpoint = textIn(data, 'checkpoint');
  assertDecided(append, [{ type: 'CheckpointWitnessed', data: { checkpoint }, at, by: 'HUB' }]);
  const log = noteKey('log', origin, genesis.hub.log);
  const endorsed = participants.flatMap((event): NoteKey[] =>
    event.type === 'KeyEndorsed' && event.data.use === 'witness' && event.data.alg === 'EdDSA'
      ? [noteKey('witness', event.data.holder, event.data.jwk)]
      : [],
  );
  const { size } = openCheckpoint(checkpoint, { origin, log, witnesses: endorsed });
  const note = parseNote(checkpoint);
  const signed = formatNote({ text: note.text, signatures: signaturesOf(note, log) });
  if (!leaves.isSigned(signed)) throw wrong('a checkpoint was witnessed that was not signed');
  if (!leaves.own.witness(size))
    throw wrong('a checkpoint was witnessed after a larger one, or again');
}

const wrong = (reason: string) => new TrustError('TRUST_LOG_PROOF', reason);
