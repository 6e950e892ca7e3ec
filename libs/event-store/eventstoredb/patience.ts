import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of the first pause between two tries, and of the longest. */
const FIRST = 20;
const LONGEST = 1_000;

/** How long something is tried again, with pauses that grow. */
export class Patience {
  readonly #until: number;
  #pause = FIRST;

  /** `milliseconds` may be Infinity. */
  constructor(milliseconds: number) {
    this.#until = performance.now() + milliseconds;
  }

  /** Milliseconds. */
  get left(): number {
    return Math.max(0, this.#until - performance.now());
  }

  /** It went well: the next pause is short again. */
  rest(): void {
    this.#pause = FIRST;
  }

  /** A moment, not the same for everybody who lost the same connection. */
  async pause(signal?: AbortSignal): Promise<void> {
    const length = this.#pause * (0.5 + Math.random());
    this.#pause = Math.min(2 * this.#pause, LONGEST);
    await sleep(Math.min(length, this.left), undefined, signal && { signal }).catch(
      () => undefined,
    );
  }
}
