import { hash } from 'node:crypto';
import { HASH_BYTES } from '../tree/hashing.ts';
import { base64 } from './note.ts';

/**
 * The events of a log's own stream, which are no leaves: how many, and a hash over all of them. Each checkpoint says what
 * stood before it, so that its signature and cosignatures cover them too.
 */
export type OwnEvents = { readonly count: number; readonly hash: Buffer };

export const NO_OWN_EVENTS: OwnEvents = { count: 0, hash: Buffer.alloc(HASH_BYTES) };

/**
 * One more.
 * @param entry as a leaf's would be: its name, its place in its stream, and digests of its bytes
 * @param leaves that stand before it in the store
 */
export function withOwnEvent(
  { count, hash: before }: OwnEvents,
  entry: Uint8Array,
  leaves: number,
): OwnEvents {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(leaves));
  return {
    count: count + 1,
    hash: hash('sha256', Buffer.concat([before, place, entry]), 'buffer'),
  };
}

/** The extension line of a checkpoint (C2SP tlog-checkpoint): `own 17 <base64>`. */
export const ownEventsLine = ({ count, hash }: OwnEvents): string =>
  `own ${count} ${hash.toString('base64')}`;

/** What the extension lines of a checkpoint say; undefined where they say something else. */
export function parseOwnEvents(extensions: readonly string[]): OwnEvents | undefined {
  const [, count, encoded] = /^own (0|[1-9]\d{0,14}) (\S{44})$/.exec(extensions[0] ?? '') ?? [];
  const bytes = base64(encoded ?? '');
  return extensions.length === 1 && bytes.length === HASH_BYTES
    ? { count: Number(count), hash: bytes }
    : undefined;
}
