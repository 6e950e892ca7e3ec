/** Feels how long nothing came at the most while something should come. */
export class Pulse {
  readonly #counts: readonly (() => number)[];
  readonly #last: { count: number; at: number }[];
  readonly #timer: NodeJS.Timeout;
  #longest = 0;

  /** @param counts each of what should go on growing by itself */
  constructor(counts: readonly (() => number)[]) {
    this.#counts = counts;
    this.#last = counts.map((count) => ({ count: count(), at: performance.now() }));
    this.#timer = setInterval(() => this.#feel(), 20);
  }

  /** Milliseconds. */
  stop(): number {
    clearInterval(this.#timer);
    this.#feel();
    return Math.round(this.#longest);
  }

  #feel(): void {
    const now = performance.now();
    for (const [index, count] of this.#counts.entries()) {
      const last = this.#last[index]!;
      this.#longest = Math.max(this.#longest, now - last.at);
      if (count() === last.count) continue;
      last.count = count();
      last.at = now;
    }
  }
}
