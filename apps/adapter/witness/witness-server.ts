import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeOf, type Report } from '../report.ts';
import type { Witness } from './witness.ts';

/** Bytes of a request at most: 63 hashes and a note. */
const MOST_BYTES = 136 * 1024;

const NOTE_TYPE = 'text/plain; charset=utf-8';

/** Milliseconds for a whole request to arrive. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Serves a witness: `POST /add-checkpoint` and `GET /<hash of an origin>/checkpoint` as C2SP tlog-witness says, and
 * `GET /checkpoints`, NDJSON of the newest it cosigned of each log and of all it refused, for whoever compares witnesses.
 * Nobody signs in: a checkpoint carries its log's signature.
 */
export class WitnessServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(
    witness: Witness,
    { host, port }: { readonly host: string; readonly port: number },
    report: Report,
  ): Promise<WitnessServer> {
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT }, (request, reply) => {
      serve(witness, request, reply).catch((error: unknown) => {
        report('the witness failed', { code: codeOf(error) });
        reply.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    return new WitnessServer(server);
  }

  /** The submission prefix. */
  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** Answers what was asked, then ends. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }
}

async function serve(
  witness: Witness,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.url}`;
  if (route === 'GET /checkpoints') {
    reply.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    return void reply.end(linesOf(witness));
  }
  const [, log] = /^GET \/([0-9a-f]{64})\/checkpoint$/.exec(route) ?? [];
  const newest = log === undefined ? undefined : witness.newest(log);
  if (newest !== undefined) {
    reply.writeHead(200, { 'content-type': NOTE_TYPE, 'cache-control': 'public, max-age=1' });
    return void reply.end(newest);
  }
  if (route !== 'POST /add-checkpoint') return void reply.writeHead(404).end();
  const body = await bodyOf(request);
  if (!body) return void reply.writeHead(413, { connection: 'close' }).end();
  const { status, type, body: text } = await witness.addCheckpoint(body);
  reply.writeHead(status, { 'content-type': type }).end(text);
}

function linesOf(witness: Witness): string {
  const { cosigned, refused } = witness.seen();
  const lines = [
    ...cosigned.map(({ note }) => ({ note })),
    ...refused.map(({ note, reason, at }) => ({ note, refused: reason, at })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** undefined for one that is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
