import { HubError, later, type Instant } from '#kernel';
import type { Grounds } from './grounds.ts';

/**
 * Seconds that a hub's knowledge may lie behind when it decides, and that may pass until it records: it makes
 * keys durable in between (architecture §8: a view older than 10 s refuses pushes).
 */
export const DECISION_SECONDS = 10;

/** A hub whose clock is behind records with a time before that of others; its decisions reach back from there. */
const FARTHEST_SECONDS = 60 + DECISION_SECONDS;

/** All that was known, as far back as a decision may reach. */
export class Lookback {
  /** The oldest first. */
  #states: readonly Grounds[];

  constructor(first: Grounds) {
    this.#states = [first];
  }

  get now(): Grounds {
    return this.#states.at(-1)!;
  }

  learn(next: Grounds): void {
    const start = later(next.since, -FARTHEST_SECONDS);
    const all = [...this.#states, next];
    this.#states = all.filter((one, index) => one === next || all[index + 1]!.since > start);
  }

  /**
   * Asks what a hub asked that recorded at `at`: with what is known, and if that refuses, with what another hub may
   * have known, or this one seconds before. One answer is enough: it is what an honest hub may have decided.
   * @throws the refusal by what is known
   */
  decided<Answer>(at: Instant, ask: (grounds: Grounds, moment: Instant) => Answer): Answer {
    const now = attempt(() => ask(this.now, at));
    if ('answer' in now) return now.answer;
    for (const [grounds, moment] of this.#earlier(at)) {
      const then = attempt(() => ask(grounds, moment));
      if ('answer' in then) return then.answer;
    }
    throw now.refusal;
  }

  /** What may have been known when it was decided, and when that may have been. */
  *#earlier(at: Instant): Generator<readonly [Grounds, Instant]> {
    const start = later(at, -DECISION_SECONDS);
    for (const [index, grounds] of [...this.#states.entries()].reverse()) {
      const next = this.#states[index + 1];
      if (next && next.since <= start) return;
      for (const moment of grounds.moments(start, at)) yield [grounds, moment];
      yield [grounds, start];
    }
  }
}

type Attempt<Answer> = { readonly answer: Answer } | { readonly refusal: HubError };

function attempt<Answer>(ask: () => Answer): Attempt<Answer> {
  try {
    return { answer: ask() };
  } catch (error) {
    if (error instanceof HubError) return { refusal: error };
    throw error;
  }
}
