import { setImmediate as turn } from 'node:timers/promises';
import type { TrustedKey } from '#participants';
import {
  verificationKey,
  verifyJws,
  verifyJwsAsync,
  type Jws,
  type VerificationKey,
} from '#signing';
import type { HistoryEvent } from './read-event.ts';

type Endorsed = Pick<TrustedKey, 'jwk' | 'alg'>;
type Signed = Pick<Jws, 'header' | 'signingInput' | 'signature'>;

/** Signatures that wait for the pool or are in it: as many as keep its threads busy for a turn of the loop. */
const AT_ONCE = 32;

/**
 * Verifies the signatures of records and statements on the threads of the pool, while the events are read on. What the
 * pool has no room for is verified here: no core is idle, and nothing waits in memory.
 */
export class Signatures {
  readonly #isOn: boolean;
  readonly #failed: (event: HistoryEvent, error: unknown) => void;
  readonly #after: string;
  #running = 0;
  #count = 0;

  /**
   * @param failed told of each event whose signature does not verify
   * @param after those up to this position are taken as they are
   */
  constructor(isOn: boolean, failed: (event: HistoryEvent, error: unknown) => void, after = '') {
    this.#isOn = isOn;
    this.#failed = failed;
    this.#after = after;
  }

  /** How many were verified, or will be when `settled` resolves. */
  get count(): number {
    return this.#count;
  }

  /** Counts signatures that were verified elsewhere. */
  add(count: number): void {
    this.#count += count;
  }

  /** The outcome may come later: what follows on the event is judged as if it stood, so that one forgery is one finding. */
  check(event: HistoryEvent, signed: Signed, { jwk, alg }: Endorsed): void {
    if (!this.#isOn || event.position <= this.#after) return;
    this.#count++;
    const key = verificationKey(jwk, alg);
    if (this.isFull) this.#checkHere(event, signed, key);
    else void this.#checkInPool(event, signed, key);
  }

  /** Whether the pool has no room; a `turn` lets it say what it has done. */
  get isFull(): boolean {
    return this.#running >= AT_ONCE;
  }

  async turn(): Promise<void> {
    await turn();
  }

  /** Resolves when nothing runs. */
  async settled(): Promise<void> {
    while (this.#running > 0) await turn();
  }

  #checkHere(event: HistoryEvent, signed: Signed, key: VerificationKey): void {
    try {
      verifyJws(signed, key);
    } catch (error) {
      this.#failed(event, error);
    }
  }

  async #checkInPool(event: HistoryEvent, signed: Signed, key: VerificationKey): Promise<void> {
    this.#running++;
    try {
      await verifyJwsAsync(signed, key);
    } catch (error) {
      this.#failed(event, error);
    }
    this.#running--;
  }
}
