import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

/** The prefixes of RFC 6962 §2.1: a leaf can never be taken for a node. */
const LEAF = Buffer.from([0]);
const node = Buffer.allocUnsafe(1 + 2 * HASH_BYTES).fill(1, 0, 1);

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

/**
 * A digest as text of one byte a character, copied to where it belongs: that takes less than half as long as a digest in
 * a buffer of its own.
 */
const digest = (bytes: Uint8Array): string => hash('sha256', bytes, 'binary');

/** The hash that stands for a log entry in the tree. */
export const leafHash = (entry: Uint8Array): Buffer =>
  Buffer.from(digest(Buffer.concat([LEAF, entry])), 'latin1');

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  // Hashing is synchronous, so one buffer serves all.
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return Buffer.from(digest(node), 'latin1');
}

/** The hashes of the nodes above a row of hashes; one that is left over at its end has none. */
export function nodesAbove(row: Buffer): Buffer {
  const nodes = Buffer.allocUnsafe(Math.floor(row.length / (2 * HASH_BYTES)) * HASH_BYTES);
  for (let at = 0; at < nodes.length; at += HASH_BYTES) {
    row.copy(node, 1, 2 * at, 2 * (at + HASH_BYTES));
    nodes.write(digest(node), at, 'latin1');
  }
  return nodes;
}

/** The hash at a place of a row. */
export const hashAt = (row: Buffer, place: number): Buffer =>
  row.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
