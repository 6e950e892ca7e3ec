import type { Place } from './progress.ts';
import type { Window } from './window.ts';

/** Looks at a partition that ends before the group's place, until it is believed. */
const LOOKS = 3;

/**
 * Partitions that end before the place of the group: they were cut, or are others of the same name. A broker that led
 * and does not know yet that another one does says so too, so it has to be seen several times in a row.
 */
export class Beyond {
  readonly #seen = new Map<number, number>();

  /** Told the end of the partition at each look. */
  look({ partition, next }: Window, end: number): void {
    if (end < next) this.#seen.set(partition, (this.#seen.get(partition) ?? 0) + 1);
    else this.#seen.delete(partition);
  }

  isBelieved({ partition }: Window): boolean {
    return (this.#seen.get(partition) ?? 0) >= LOOKS;
  }
}

/** Windows whose place is no more, and where what is left begins. */
export function goneFrom(
  windows: Iterable<Window>,
  places: ReadonlyMap<number, Place>,
  beyond: Beyond,
): readonly { readonly window: Window; readonly low: number }[] {
  return [...windows].flatMap((window) => {
    const { low, high } = places.get(window.partition)!;
    const isGone = low > window.next || (high < window.next && beyond.isBelieved(window));
    return isGone ? [{ window, low }] : [];
  });
}
