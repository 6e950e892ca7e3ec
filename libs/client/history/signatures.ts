import { verifyJwsAsync, type Jws, type VerificationKey } from '#signing';
import type { HistoryEvent } from './read-event.ts';

type Signed = Pick<Jws, 'header' | 'signingInput' | 'signature'>;

/** Signatures that are verified at once; more would only wait in memory. */
const AT_ONCE = 512;

/** Verifies the signatures of records and statements on the threads of the pool, while the events are read on. */
export class Signatures {
  readonly #isOn: boolean;
  readonly #failed: (event: HistoryEvent, error: unknown) => void;
  #running = 0;
  #freed = Promise.withResolvers<void>();
  #verified = 0;

  /** @param failed told of each event whose signature does not verify */
  constructor(isOn: boolean, failed: (event: HistoryEvent, error: unknown) => void) {
    this.#isOn = isOn;
    this.#failed = failed;
  }

  /** How many were verified, or will be when `settled` resolves. */
  get count(): number {
    return this.#verified;
  }

  /** Counts signatures that were verified elsewhere. */
  add(count: number): void {
    this.#verified += count;
  }

  /** The outcome comes later, if at all: what follows on the event is judged as if it stood, so that one forgery is one finding. */
  check(event: HistoryEvent, signed: Signed, key: VerificationKey): void {
    if (!this.#isOn) return;
    this.#verified++;
    this.#running++;
    void verifyJwsAsync(signed, key)
      .catch((error: unknown) => this.#failed(event, error))
      .finally(() => this.#free());
  }

  /** Whether to await `room` before more is checked. */
  get isFull(): boolean {
    return this.#running >= AT_ONCE;
  }

  /** Resolves when some of what runs is done. */
  async room(): Promise<void> {
    while (this.#running > AT_ONCE / 2) await this.#freed.promise;
  }

  /** Resolves when nothing runs. */
  async settled(): Promise<void> {
    while (this.#running > 0) await this.#freed.promise;
  }

  #free(): void {
    this.#running--;
    this.#freed.resolve();
    this.#freed = Promise.withResolvers();
  }
}
