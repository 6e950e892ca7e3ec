import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';

type Call = ReturnType<StreamsClient['read']>;

/**
 * What the server sends on one call, as it comes. It is asked for more only when what came has been taken, so
 * a slow reader holds up the server and not this process's memory.
 */
export class Answers {
  readonly #changed: () => void;
  #call: Call | undefined;
  #over: { readonly error?: Error } | undefined;
  #cancelled = false;

  /** `changed` is called when there is something to take, or the call is over. */
  constructor(call: Promise<Call>, changed: () => void) {
    this.#changed = changed;
    call.then(
      (started) => this.#begin(started),
      (error: Error) => this.#end({ error }),
    );
  }

  /** Set when nothing will come any more; with the error, if the server or the connection ended it. */
  get over(): { readonly error?: Error } | undefined {
    return this.#over;
  }

  /** What has come and was not taken. */
  take(): ReadResp[] {
    const taken: ReadResp[] = [];
    for (let one = this.#next(); one; one = this.#next()) taken.push(one);
    return taken;
  }

  /**
   * Nothing more is wanted. The server is told, for the end of the stream alone would leave the call open; and the stream is
   * ended, for what was not taken would keep it in the client, whose `dispose` would wait for it.
   */
  cancel(): void {
    this.#cancelled = true;
    this.#call?.cancel();
    this.#call?.destroy();
  }

  #next(): ReadResp | null {
    return this.#call?.read() ?? null;
  }

  #begin(call: Call): void {
    this.#call = call;
    call.on('readable', this.#changed);
    call.on('end', () => this.#end({}));
    call.on('error', (error) => this.#end({ error }));
    if (this.#cancelled) this.cancel();
  }

  #end(over: { readonly error?: Error }): void {
    this.#over ??= over;
    this.#changed();
  }
}
