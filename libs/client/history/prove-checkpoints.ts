import { StoreError, TrustError } from '#kernel';
import { logStream, noteKey, openCheckpoint, parseNote } from '#transparency';
import { assertDecided, type Append } from './append.ts';
import type { Known } from './known.ts';
import { textIn } from './text-in.ts';

/**
 * A checkpoint of the log: signed by its key of genesis and by nobody else, larger than the one before, and over exactly
 * the events that stand before it. So nothing that a checkpoint covers was changed, taken out, put in or moved.
 */
export function proveCheckpoint(append: Append, { genesis, leaves }: Known): void {
  const [{ stream, data, at }] = append;
  const { origin } = genesis;
  if (stream !== logStream(origin))
    throw new StoreError('STORE_CORRUPT', 'checkpoints of another log');
  const checkpoint = textIn(data, 'checkpoint');
  assertDecided(append, [{ type: 'CheckpointSigned', data: { checkpoint }, at, by: 'HUB' }]);
  const log = noteKey('log', origin, genesis.hub.log);
  const { size, root } = openCheckpoint(checkpoint, { origin, log, witnesses: [] });
  if (parseNote(checkpoint).signatures.length > 1)
    throw new StoreError('STORE_CORRUPT', 'the checkpoint carries more than the log signs');
  if (size <= leaves.covered) throw wrong(`a checkpoint of ${size} leaves came too late`);
  if (size > leaves.size) throw wrong(`the checkpoint covers ${size - leaves.size} events more`);
  if (!leaves.rootAt(size).equals(root))
    throw wrong(`the events from ${leaves.unproved} on are not those that were logged`);
  leaves.prove();
}

const wrong = (reason: string) => new TrustError('TRUST_LOG_PROOF', reason);
