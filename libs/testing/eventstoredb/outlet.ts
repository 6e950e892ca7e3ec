import { once } from 'node:events';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Refusal } from './refusals.ts';

/** Sends answers no faster than the client takes them. */
export class Outlet {
  readonly #call: ServerWritableStream<unknown, ReadResp>;
  readonly #gone: Promise<void>;

  constructor(call: ServerWritableStream<unknown, ReadResp>) {
    this.#call = call;
    this.#gone = new Promise((resolve) => call.once('cancelled', resolve));
    call.on('error', () => undefined);
  }

  get isGone(): boolean {
    return this.#call.cancelled;
  }

  /** Resolves when the client wants no more, or is lost. */
  get gone(): Promise<void> {
    return this.#gone;
  }

  /** Whether the client still listens. */
  async send(answer: ReadResp): Promise<boolean> {
    if (this.isGone) return false;
    if (!this.#call.write(answer)) await Promise.race([once(this.#call, 'drain'), this.#gone]);
    return !this.isGone;
  }

  end(): void {
    if (!this.isGone) this.#call.end();
  }

  refuse(refusal: Refusal): void {
    if (!this.isGone) this.#call.emit('error', refusal);
  }
}
