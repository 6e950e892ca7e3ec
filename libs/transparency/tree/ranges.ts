/** Leaves from `from` up to, not including, `to`: a part of the tree that has a hash in RFC 6962. */
export type Range = { readonly from: number; readonly to: number };

/** The complete subtree of 2^level leaves that is the `index`-th of its size. */
export type Subtree = { readonly level: number; readonly index: number };

/** RFC 6962 §2.1.1: the parts of a tree of `size` leaves whose hashes lead from a leaf to the root, from the leaf upwards. */
export const inclusionRanges = (index: number, size: number): Range[] => path(index, 0, size);

function path(index: number, from: number, to: number): Range[] {
  if (to - from <= 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...path(index, from, middle), { from: middle, to }]
    : [...path(index, middle, to), { from, to: middle }];
}

/** RFC 6962 §2.1.2: the parts whose hashes show that the tree of `to` leaves begins with the tree of `from`. */
export const consistencyRanges = (from: number, to: number): Range[] =>
  from === 0 ? [] : subproof(from, 0, to, true);

/** `known`: the tree so far is the old one whole, and who verifies has its root. */
function subproof(size: number, from: number, to: number, known: boolean): Range[] {
  if (size === to) return known ? [] : [{ from, to }];
  const middle = from + split(to - from);
  return size <= middle
    ? [...subproof(size, from, middle, known), { from: middle, to }]
    : [...subproof(size, middle, to, false), { from, to: middle }];
}

/** The largest power of two below `count`. */
function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The complete subtrees that a range is made of, from left to right. */
export function subtreesOf({ from, to }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level++;
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}
