/** What a call is answered with, or throws. */
export type Outcome<Result> = () => Result;

type Waiting<Call, Result> = {
  readonly call: Call;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Calls that come while others are on their way wait, and then go together: the busier the vault, the fewer round trips
 * each call costs. Calls of one tick go together from the start. In one lane they take effect in the order in which they were made.
 */
export class Gathering<Call, Result> {
  readonly #run: (calls: readonly Call[]) => Promise<readonly Outcome<Result>[]>;
  readonly #limits: { readonly lanes: number; readonly most: number };
  #waiting: Waiting<Call, Result>[] = [];
  #busy = 0;
  #isIdle = () => {};

  constructor(
    limits: { readonly lanes: number; readonly most: number },
    run: (calls: readonly Call[]) => Promise<readonly Outcome<Result>[]>,
  ) {
    this.#limits = limits;
    this.#run = run;
  }

  ask(call: Call): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push({ call, resolve, reject });
    if (this.#waiting.length === 1) queueMicrotask(() => this.#next());
    return promise;
  }

  /** Resolves when nothing is asked that is not answered. */
  async idle(): Promise<void> {
    if (this.#busy === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => (this.#isIdle = resolve));
  }

  #next(): void {
    while (this.#busy < this.#limits.lanes && this.#waiting.length > 0)
      void this.#carry(this.#waiting.splice(0, this.#limits.most));
    if (this.#busy === 0) this.#isIdle();
  }

  async #carry(group: readonly Waiting<Call, Result>[]): Promise<void> {
    this.#busy++;
    try {
      const outcomes = await this.#run(group.map(({ call }) => call));
      for (const [at, { resolve, reject }] of group.entries())
        answer(outcomes[at]!, resolve, reject);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#busy--;
      this.#next();
    }
  }
}

function answer<Result>(
  outcome: Outcome<Result>,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): void {
  try {
    resolve(outcome());
  } catch (error) {
    reject(error);
  }
}
