import type { DeliveryOutcome } from './exchange.messages.ts';

/** `REDRIVEN`: asked for again and not heard of since. */
export type Outcome = DeliveryOutcome | 'REDRIVEN';

/**
 * The last outcome of each event, in layers: a newer layer hides an older one. An authority's stream grows without end,
 * and a state that is copied at each event would make reading it quadratic.
 */
export type Outcomes = readonly ReadonlyMap<string, Outcome>[];

export function outcomeOf(outcomes: Outcomes, event: string): Outcome | undefined {
  for (const layer of outcomes.toReversed()) {
    const outcome = layer.get(event);
    if (outcome) return outcome;
  }
  return undefined;
}

/** Layers of like size are merged, so that there are few of them and each entry is copied a few times in all. */
export function withOutcomes(outcomes: Outcomes, newest: ReadonlyMap<string, Outcome>): Outcomes {
  const last = outcomes.at(-1);
  return last && last.size <= newest.size
    ? withOutcomes(outcomes.slice(0, -1), new Map([...last, ...newest]))
    : [...outcomes, newest];
}
