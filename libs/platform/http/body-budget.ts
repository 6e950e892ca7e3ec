import { StoreError } from '#kernel';

type Waiting = { readonly bytes: number; readonly admit: () => void };

/**
 * How many bytes of request bodies a server holds at once. Who comes when there is no room waits, first come first
 * served, with the body still on the way; who has waited too long is told to come again. So memory stays bounded
 * however many clients push the largest batches, and each still gets its turn.
 */
export class BodyBudget {
  #free: number;
  readonly #bytes: number;
  readonly #patience: number;
  readonly #queue: Waiting[] = [];

  /** @param patience milliseconds that a request may wait */
  constructor(bytes: number, patience: number) {
    this.#free = this.#bytes = bytes;
    this.#patience = patience;
  }

  /**
   * Room for a body, until what this resolves to is called, once.
   * @param gone resolves when nobody waits for the answer any more
   * @throws StoreError STORE_BUSY
   */
  async take(bytes: number, gone: Promise<void>): Promise<() => void> {
    const wanted = Math.min(bytes, this.#bytes);
    if (this.#queue.length > 0 || this.#free < wanted) await this.#turn(wanted, gone);
    else this.#free -= wanted;
    return () => {
      this.#free += wanted;
      this.#admitNext();
    };
  }

  #turn(bytes: number, gone: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const place = this.#queue.indexOf(waiting);
        if (place < 0) return; // It was admitted.
        this.#queue.splice(place, 1);
        clearTimeout(timer);
        reject(new StoreError('STORE_BUSY', 'no room for another body'));
        this.#admitNext(); // Smaller ones may have waited behind it.
      };
      const timer = setTimeout(leave, this.#patience).unref();
      const waiting: Waiting = {
        bytes,
        admit() {
          clearTimeout(timer);
          resolve();
        },
      };
      this.#queue.push(waiting);
      void gone.then(leave);
    });
  }

  #admitNext(): void {
    for (let next = this.#queue[0]; next && next.bytes <= this.#free; next = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= next.bytes;
      next.admit();
    }
  }
}
