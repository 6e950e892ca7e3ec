import { createHmac, type KeyObject } from 'node:crypto';
import { LIST_SIZE } from './status-indices.ts';

/** A bit for each index of a list, in words of 32: the form in which databases add them up. */
export const emptyWords = (): Uint32Array => new Uint32Array(LIST_SIZE / 32);

/** Words as a database adds them up. */
export type WordRow = {
  readonly word: number;
  readonly claimed: number | string;
  readonly destroyed: number | string;
};

/** What a list is made of, each with a bit for each index. */
export type ListState = {
  readonly allocated: Uint8Array;
  readonly claimed: Uint32Array;
  /** Claimed by records that were destroyed. */
  readonly destroyed: Uint32Array;
};

export function listState(allocated: Uint8Array, rows: Iterable<WordRow>): ListState {
  const [claimed, destroyed] = [emptyWords(), emptyWords()];
  for (const row of rows) {
    claimed[row.word] = Number(row.claimed);
    destroyed[row.word] = Number(row.destroyed);
  }
  return { allocated, claimed, destroyed };
}

/** Sets the bits of some indices. */
export function marked(words: Uint32Array, positions: Iterable<number>): Uint32Array {
  for (const position of positions) words[position >> 5]! |= 1 << (position & 31);
  return words;
}

/**
 * What is published of a list. An index that was never drawn shows noise, so that the list does not tell how many there
 * are; one that was drawn shows 1 until a record stands behind it.
 */
export function publishedBits(
  { allocated, claimed, destroyed }: ListState,
  { withdrawn, unknown }: { readonly withdrawn: Uint32Array; readonly unknown: Uint32Array },
  noise: Uint8Array,
): Uint8Array {
  return Uint8Array.from(allocated, (drawn, at) => {
    const bits = (words: Uint32Array): number => words[at >> 2]! >>> ((at & 3) * 8);
    const standing = bits(claimed) & ~bits(destroyed) & ~bits(withdrawn) & ~bits(unknown);
    return (~drawn & noise[at]!) | (drawn & ~standing);
  });
}

const BLOCK = 32;

/** A bit for each index that only the vault can foretell, and that stays: an HMAC of each 256 indices under its key. */
export const noiseOf = (key: KeyObject, list: string): Uint8Array =>
  Buffer.concat(
    Array.from({ length: LIST_SIZE / 8 / BLOCK }, (_, block) =>
      createHmac('sha256', key)
        .update(JSON.stringify(['status', list, block]))
        .digest(),
    ),
  );

/** Issuer and number of a list's name. */
export function partsOf(list: string): { readonly issuer: string; readonly number: number } {
  const [, issuer = '', digits] = /^(.+)-([1-9]\d{0,8})$/.exec(list) ?? [];
  return { issuer, number: Number(digits ?? 0) };
}
