import { TrustError } from '#kernel';
import { HASH_BYTES, nodeHash } from './hashing.ts';

/** Hashes of a proof at most: trees of 2^53 leaves have no more (and C2SP tlog-witness allows 63). */
const MOST_HASHES = 63;

type Inclusion = {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/**
 * That the leaf is the `index`-th of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2).
 * @throws TrustError TRUST_LOG_PROOF
 */
export function verifyInclusion({ index, size, leaf, proof, root }: Inclusion): void {
  assertForm([leaf, root, ...proof], [index, size]);
  if (index >= size) throw wrong(`no leaf ${index} in a tree of ${size}`);
  let [at, last] = [index, size - 1];
  let hash: Uint8Array = leaf;
  for (const sibling of proof) {
    if (last === 0) throw wrong('an inclusion proof is too long');
    const isRight = at % 2 === 1 || at === last;
    hash = isRight ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    if (isRight) [at, last] = atNextLeftTurn(at, last);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0 || !isSame(hash, root))
    throw wrong(`leaf ${index} is not proved to be in the tree`);
}

type Consistency = {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly Uint8Array[];
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
};

/**
 * That the tree of `to` leaves begins with the tree of `from`, at least one (RFC 9162 §2.1.4.2).
 * @throws TrustError TRUST_LOG_PROOF
 */
export function verifyConsistency({ from, to, proof, fromRoot, toRoot }: Consistency): void {
  assertForm([fromRoot, toRoot, ...proof], [from, to]);
  if (from === 0 || from > to) throw wrong(`nothing to prove from ${from} to ${to} leaves`);
  if (from === to) {
    if (proof.length > 0 || !isSame(fromRoot, toRoot)) throw wrong(`two trees of ${to} leaves`);
    return;
  }
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  if (!first) throw wrong('a consistency proof is too short');
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [old, whole] = [first, first];
  for (const sibling of rest) {
    if (last === 0) throw wrong('a consistency proof is too long');
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sibling, old);
      whole = nodeHash(sibling, whole);
      [at, last] = atNextLeftTurn(at, last);
    } else {
      whole = nodeHash(whole, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0 || !isSame(old, fromRoot) || !isSame(whole, toRoot))
    throw wrong(`the tree of ${to} leaves is not proved to begin with that of ${from}`);
}

/** Up past the levels where the last node stands alone and has no sibling. */
function atNextLeftTurn(at: number, last: number): [number, number] {
  while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
  return [at, last];
}

const half = (value: number): number => Math.floor(value / 2);

function isPowerOfTwo(value: number): boolean {
  while (value % 2 === 0) value /= 2;
  return value === 1;
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

function assertForm(hashes: readonly Uint8Array[], numbers: readonly number[]): void {
  if (!numbers.every((one) => Number.isSafeInteger(one) && one >= 0))
    throw wrong('not a tree size');
  if (hashes.length > MOST_HASHES + 2) throw wrong('a proof is longer than any');
  if (hashes.some(({ length }) => length !== HASH_BYTES)) throw wrong('not the hashes of a proof');
}

const wrong = (reason: string) => new TrustError('TRUST_LOG_PROOF', reason);
