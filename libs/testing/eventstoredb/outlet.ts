import { once } from 'node:events';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Refusal } from './refusals.ts';

/** Sends answers no faster than the client takes them. */
export class Outlet {
  readonly #call: ServerWritableStream<unknown, ReadResp>;
  readonly #gone = Promise.withResolvers<void>();
  #isOver = false;

  constructor(call: ServerWritableStream<unknown, ReadResp>) {
    this.#call = call;
    call.once('cancelled', this.#gone.resolve);
    call.on('error', () => undefined);
  }

  get isGone(): boolean {
    return this.#isOver || this.#call.cancelled;
  }

  /** Resolves when the client wants no more or is lost, or nothing more may be sent. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Whether the client still listens. */
  async send(answer: ReadResp): Promise<boolean> {
    if (this.isGone) return false;
    if (!this.#call.write(answer)) await Promise.race([once(this.#call, 'drain'), this.gone]);
    return !this.isGone;
  }

  end(): void {
    if (this.#isLast()) this.#call.end();
  }

  refuse(refusal: Refusal): void {
    if (this.#isLast()) this.#call.emit('error', refusal);
  }

  /** Whoever is about to send learns that it is too late. */
  #isLast(): boolean {
    if (this.isGone) return false;
    this.#isOver = true;
    this.#gone.resolve();
    return true;
  }
}
