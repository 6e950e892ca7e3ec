import { setTimeout as sleep } from 'node:timers/promises';
import { confirmDeliveries } from '#client';
import type { Clock } from '#kernel';
import type { SigningKey } from '#signing';
import type { Inbox } from '../inbox/inbox.ts';

/** Receipts that one statement may list (architecture §11). */
const RECEIPTS = 500;

export type ReceiptsOptions = {
  /** Milliseconds that outcomes gather before they are sent. */
  readonly gather?: number;
  /** Milliseconds until a failed sending is tried again, doubled each time up to the longest. */
  readonly firstPause?: number;
  readonly longestPause?: number;
};

/** Who confirms, how, and to whom. */
export type Confirming = {
  /** Of use `statement`; its holder is the authority that confirms. */
  readonly statementKey: SigningKey;
  /** Hands the statement to the hub; resolves once the hub has stored it. */
  readonly send: (statement: string) => Promise<unknown>;
  readonly clock: Clock;
  /** Told of each failure. */
  readonly failed: (error: unknown) => void;
};

/**
 * Tells the hub what became of one authority's deliveries. What is in the inbox and unconfirmed is sent until the
 * hub has it, also after a restart; sent twice it changes nothing.
 */
export class ReceiptsSender {
  readonly #inbox: Inbox;
  readonly #confirming: Confirming;
  readonly #gather: number;
  readonly #firstPause: number;
  readonly #longestPause: number;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #news = Promise.withResolvers<void>();

  constructor(
    inbox: Inbox,
    confirming: Confirming,
    { gather = 200, firstPause = 500, longestPause = 60_000 }: ReceiptsOptions = {},
  ) {
    this.#inbox = inbox;
    this.#confirming = confirming;
    this.#gather = gather;
    this.#firstPause = firstPause;
    this.#longestPause = longestPause;
    this.#running = this.#run();
  }

  /** An outcome was recorded. */
  wake(): void {
    this.#news.resolve();
  }

  /** Tries once more to send what is left; what the hub does not get now, it gets after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = this.#firstPause;
    while (!this.#isClosing) {
      try {
        this.#news = Promise.withResolvers();
        await this.sendAll();
        pause = this.#firstPause;
        await this.#news.promise;
        await this.#rest(this.#gather);
      } catch (error) {
        this.#confirming.failed(error);
        await this.#rest(pause);
        pause = Math.min(pause * 2, this.#longestPause);
      }
    }
    await this.sendAll().catch(this.#confirming.failed);
  }

  /** Tells the hub now. Rejects with what keeps it from being told. */
  async sendAll(): Promise<void> {
    const { statementKey, clock, send } = this.#confirming;
    const authority = statementKey.holder;
    for (;;) {
      const receipts = this.#inbox.unconfirmed(authority, RECEIPTS);
      if (receipts.length === 0) return;
      await send(confirmDeliveries(statementKey, clock.now(), { authority, receipts }));
      await this.#inbox.confirm(authority, receipts);
      if (receipts.length < RECEIPTS) return;
    }
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async #rest(milliseconds: number): Promise<void> {
    if (this.#isClosing) return;
    await sleep(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}
