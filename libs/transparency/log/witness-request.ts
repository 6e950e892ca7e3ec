import { WireError } from '#kernel';
import { utf8Text } from '#signing';
import { HASH_BYTES } from '../tree/hashing.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { base64, parseNote, type Note } from './note.ts';

/** What a log asks a witness (C2SP tlog-witness): to cosign a checkpoint that extends the one of size `old`. */
export type WitnessRequest = {
  readonly old: number;
  readonly proof: readonly Buffer[];
  readonly note: Note;
  readonly checkpoint: Checkpoint;
};

const MOST_LINES = 63;

/** The answer's type where the witness stands at another size. */
export const SIZE_TYPE = 'text/x.tlog.size';

export const formatWitnessRequest = (old: number, proof: readonly Buffer[], note: string): string =>
  `old ${old}\n${proof.map((one) => `${one.toString('base64')}\n`).join('')}\n${note}`;

/** @throws WireError WIRE_LOG_NOTE, also for an old size above the checkpoint's */
export function parseWitnessRequest(body: Uint8Array): WitnessRequest {
  const text = utf8Text(body);
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const size = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  const proof = lines.map(base64);
  if (size === undefined || proof.length > MOST_LINES) throw unreadable('no old size and proof');
  if (proof.some(({ length }) => length !== HASH_BYTES))
    throw unreadable('not the hashes of a proof');
  const note = parseNote(text.slice(end + 2));
  const [old, checkpoint] = [Number(size), parseCheckpoint(note)];
  if (old > checkpoint.size) throw unreadable('the old tree is larger than the new one');
  return { old, proof, note, checkpoint };
}

const unreadable = (reason: string) => new WireError('WIRE_LOG_NOTE', reason);
