import type { ClaimPath } from '#kernel';

export const isSamePath = (one: ClaimPath, other: ClaimPath): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);
