import { randomInt } from 'node:crypto';

/** Indices of a list. Many, so that a verifier who fetches a list says little about whom it asks for. */
export const LIST_SIZE = 2 ** 17;

/** A list of which nothing is allocated: one bit for each index. */
export const emptyList = (): Uint8Array => new Uint8Array(LIST_SIZE / 8);

export const isAllocated = (list: Uint8Array, index: number): boolean =>
  ((list[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;

/**
 * Draws `count` free indices, each free one as likely as any other, and marks them in `list`; undefined, and nothing
 * marked, if fewer are free. Drawn by a cryptographic generator: an index must not tell when it was allocated.
 */
export function draw(list: Uint8Array, count: number): number[] | undefined {
  const free = new Uint32Array(LIST_SIZE);
  let left = 0;
  for (let index = 0; index < LIST_SIZE; index++)
    if (!isAllocated(list, index)) free[left++] = index;
  if (left < count) return undefined;
  return Array.from({ length: count }, () => {
    const at = randomInt(left);
    const drawn = free[at]!;
    free[at] = free[--left]!;
    list[drawn >> 3]! |= 1 << (drawn & 7);
    return drawn;
  });
}
