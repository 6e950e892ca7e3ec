import type { ReplayedEvent } from '#client';

export type Place = Omit<ReplayedEvent, 'data' | 'metadata'>;

/** Events that follow each other in the store as they do in what was logged. */
export type Run = {
  readonly from: number;
  to: number;
  readonly first: Place;
  last: Place;
};

/** What stands nowhere in the store, and the event that it would follow. */
export type Gap = { readonly from: number; readonly to: number; readonly after: Place | undefined };

/** In what order what was logged, by numbers, stands in a store: one run, for an honest one. */
export class Runs {
  readonly #runs: Run[] = [];

  /** What stands next if nothing was changed. */
  get next(): number {
    return (this.#runs.at(-1)?.to ?? -1) + 1;
  }

  take(at: number, place: Place): void {
    const run = this.#runs.at(-1);
    if (run && run.to + 1 === at) {
      run.to = at;
      run.last = place;
    } else this.#runs.push({ from: at, to: at, first: place, last: place });
  }

  /** The fewest that have to be moved for all to stand in order; those that stand twice among them. */
  moved(): readonly Run[] {
    const kept = heaviest(this.#runs);
    return this.#runs.filter((run) => !kept.has(run));
  }

  /** @param size of all that was logged */
  gaps(size: number): readonly Gap[] {
    const gaps: Gap[] = [];
    let next = 0;
    let after: Place | undefined;
    for (const { from, to, last } of this.#runs.toSorted((one, other) => one.from - other.from)) {
      if (from > next) gaps.push({ from: next, to: from - 1, after });
      if (to >= next) [next, after] = [to + 1, last];
    }
    if (next < size) gaps.push({ from: next, to: size - 1, after });
    return gaps;
  }
}

/** Beyond so many runs a store is in no order at all, and only the longest run is taken to stand where it should. */
const MOST_RUNS = 4_000;

/** Runs in ascending order that hold as many as possible. */
function heaviest(runs: readonly Run[]): ReadonlySet<Run> {
  const chains: { readonly weight: number; readonly before: number; readonly run: Run }[] = [];
  const isFew = runs.length <= MOST_RUNS;
  for (const run of runs) {
    let [weight, before] = [0, -1];
    if (isFew)
      for (const [at, one] of chains.entries())
        if (one.run.to < run.from && one.weight > weight) [weight, before] = [one.weight, at];
    chains.push({ weight: weight + run.to - run.from + 1, before, run });
  }
  const kept = new Set<Run>();
  let at = chains.reduce((best, { weight }, index) => {
    return weight > (chains[best]?.weight ?? 0) ? index : best;
  }, -1);
  for (; at >= 0; at = chains[at]!.before) kept.add(chains[at]!.run);
  return kept;
}
