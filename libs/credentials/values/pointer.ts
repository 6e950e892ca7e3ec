import type { ClaimPath } from '#kernel';

/** A member's name in a JSON pointer (RFC 6901 §3). */
export const escapePointer = (member: string): string =>
  /[~/]/.test(member) ? member.replaceAll('~', '~0').replaceAll('/', '~1') : member;

/** JSON pointer of a claim. */
export const pointerOf = (path: ClaimPath): string =>
  path.map((part) => `/${escapePointer(String(part))}`).join('');
