import type { Position } from '#event-store';
import { StoreError } from '#kernel';

type Waiting = { readonly position: Position; resolve(): void; reject(reason: unknown): void };

/** Where those who wait for a view meet it: at a position, or at the store's end. */
export class Meeting {
  readonly #end = Promise.withResolvers<void>();
  readonly #waiting = new Set<Waiting>();
  #position: Position | 'start';
  #failure: { readonly error: unknown } | undefined;

  constructor(position: Position | 'start') {
    this.#position = position;
    // Nobody need be waiting.
    this.#end.promise.catch(() => undefined);
  }

  get caughtUpOnce(): Promise<void> {
    return this.#end.promise;
  }

  async at(position: Position, atMost: number): Promise<void> {
    if (this.#position !== 'start' && this.#position >= position) return;
    if (this.#failure) throw this.#failure.error;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { position, resolve, reject };
    this.#waiting.add(waiting);
    const late = new StoreError('STORE_BEHIND', `a view has not reached ${position}`);
    const timer = setTimeout(reject, atMost, late);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    });
  }

  reached(position: Position): void {
    this.#position = position;
    for (const waiting of this.#waiting) if (waiting.position <= position) waiting.resolve();
  }

  caughtUp(): void {
    this.#end.resolve();
  }

  /** Nothing will be reached any more. */
  failed(error: unknown): void {
    this.#failure ??= { error };
    this.#end.reject(error);
    for (const waiting of this.#waiting) waiting.reject(error);
  }
}
