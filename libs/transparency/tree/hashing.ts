import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

/** The prefixes of RFC 6962 §2.1: a leaf can never be taken for a node. */
const LEAF = Buffer.from([0]);
const node = Buffer.allocUnsafe(1 + 2 * HASH_BYTES).fill(1, 0, 1);

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

/** The hash that stands for a log entry in the tree. */
export const leafHash = (entry: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([LEAF, entry]), 'buffer');

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  // Hashing is synchronous, so one buffer serves all.
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}
