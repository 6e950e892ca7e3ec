import type { ChildProcess } from 'node:child_process';
import { firstLine, start, stop } from '../child.ts';
import { load, type LoadResult } from '../load.ts';

export const ECHO_FLOOR = 'echo of the body + ES256 verify + Ed25519 sign';

/** Of the size of a push with one clearance. */
const BODY = Buffer.alloc(7_000, 'a signed record of usual size ');
const HEAD = `POST / HTTP/1.1\r\nhost: floor\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n`;
const REQUEST = Buffer.concat([Buffer.from(HEAD), BODY]);

/** Requests of one measurement: a second or two. */
const TOTAL = { 1: 4_000, 32: 16_000 } as const;

/** The echo floor's process; measured between the rounds of a case, so that both meet the same machine. */
export class EchoFloor {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  static async start(): Promise<EchoFloor> {
    const child = start('./processes/echo.process');
    return new EchoFloor(child, Number(await firstLine(child)));
  }

  measure(folder: string, connections: 1 | 32): Promise<LoadResult> {
    const total = TOTAL[connections];
    return load(folder, [REQUEST], { port: this.#port, connections, warmUp: total / 4, total });
  }

  close(): Promise<void> {
    return stop(this.#child);
  }
}
