import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A document as it arrived, and when (`Date.now()`). */
export type Arrived = { readonly key: string; readonly document: unknown; readonly at: number };

/** How the system behaves from now on. */
export type Behaviour = {
  /** Answers this status instead of taking the document; a function chooses by what arrives. */
  readonly status?: number | ((arrived: Arrived) => number);
  /** Milliseconds before it answers. */
  readonly delay?: number;
  /** The body of its answer. */
  readonly answer?: unknown;
};

/**
 * A small national system over real HTTP: it takes each idempotency key once and remembers what it took, and may
 * write one line for each effect to a file, synced before it answers, for tests that kill it.
 */
export class TestNationalSystem {
  /** Documents taken, by idempotency key, in the order they came. */
  readonly effects = new Map<string, unknown>();
  /** Every request, also repeated and refused ones. */
  readonly requests: Arrived[] = [];
  behaviour: Behaviour = {};
  readonly server = createServer((request, response) => void this.serve(request, response));
  #file: number | undefined;

  /** Answers what `serve` is handed; `start` gives it a server of its own. */
  constructor(effectsFile?: string) {
    this.#file = effectsFile === undefined ? undefined : openSync(effectsFile, 'a');
  }

  /** Listens on a free port of this machine. */
  static async start(effectsFile?: string): Promise<TestNationalSystem> {
    const system = new TestNationalSystem(effectsFile);
    await new Promise<void>((resolve) => system.server.listen(0, '127.0.0.1', resolve));
    return system;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/deliveries`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.forget();
  }

  /** Closes the file. */
  forget(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const key = String(request.headers['idempotency-key']);
    const document = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
    const arrived = { key, document, at: Date.now() };
    this.requests.push(arrived);
    const { status = 200, delay = 0, answer } = this.behaviour;
    if (delay > 0) await sleep(delay);
    const code = typeof status === 'function' ? status(arrived) : status;
    if (code < 300 && !this.effects.has(key)) this.#take(arrived);
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(answer === undefined ? '' : JSON.stringify(answer));
  }

  #take({ key, document }: Arrived): void {
    this.effects.set(key, document);
    if (this.#file === undefined) return;
    writeSync(this.#file, `${key}\n`);
    fsyncSync(this.#file);
  }
}
