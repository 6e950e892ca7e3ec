import { setTimeout as sleep } from 'node:timers/promises';
import { signRequest, type SigningKey } from '#signing';
import { textLines } from './text-lines.ts';
import { HubRefusal, HubUnreachable, type Problem } from './problem.ts';

export type Received = {
  readonly status: number;
  readonly headers: Headers;
  /** Read once, as text, JSON or stream. */
  readonly body: Response;
};

export type Outgoing = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Uint8Array;
  readonly contentType?: string;
};

export type ClientOptions = {
  /**
   * How long a request is repeated, each time signed anew, while the hub says that it is behind or full: it did nothing
   * then. 0 unless given: the refusal is the caller's.
   */
  readonly patienceSeconds?: number;
  /** Where the hub is reached, if not at its origin; requests are signed for the origin all the same. */
  readonly at?: string;
  /** The position of a receipt: answers are given at or after it, whichever hub gives them. */
  readonly after?: string;
};

/** Refusals that say only when to come again. */
const PASSING: readonly string[] = ['STORE_BEHIND', 'STORE_BUSY'];

/** Sends requests to one hub, signed with a `request` key if there is one (RFC 9421, RFC 9530). */
export class Transport {
  readonly origin: string;
  readonly key: SigningKey | undefined;
  readonly options: ClientOptions;
  private readonly at: string;

  constructor(origin: string, key?: SigningKey, options: ClientOptions = {}) {
    this.origin = new URL(origin).origin;
    this.key = key;
    this.options = options;
    this.at = new URL(options.at ?? origin).origin;
  }

  /**
   * @throws HubRefusal with the hub's code
   * @throws HubUnreachable if no answer came; repeating the same request is safe
   */
  async send(outgoing: Outgoing): Promise<Received> {
    let left = this.options.patienceSeconds ?? 0;
    for (;;) {
      try {
        return await this.sendOnce(outgoing);
      } catch (error) {
        if (!(error instanceof HubRefusal) || !PASSING.includes(error.code)) throw error;
        const wait = error.retryAfterSeconds ?? 1;
        if (wait > left) throw error;
        left -= wait;
        await sleep(wait * 1_000);
      }
    }
  }

  private async sendOnce({
    method,
    path,
    body,
    contentType = 'application/json',
  }: Outgoing): Promise<Received> {
    const url = `${this.origin}${path}`;
    const { after } = this.options;
    const headers = {
      ...(body && { 'content-type': contentType }),
      ...(after !== undefined && { 'eurasec-position': after }),
      ...(this.key && signRequest({ method, url, key: this.key, ...(body && { body }) })),
    };
    const response = await fetch(`${this.at}${path}`, {
      method,
      headers,
      redirect: 'error',
      ...(body && { body: Buffer.from(body) }),
    }).catch((error: unknown) => {
      throw new HubUnreachable(this.at, error);
    });
    if (response.ok) return { status: response.status, headers: response.headers, body: response };
    throw await refusal(response, this.at);
  }

  async json<Result>(outgoing: Outgoing): Promise<Result> {
    const { body } = await this.send(outgoing);
    return (await body.json()) as Result;
  }

  /** Sends JSON, reads JSON. */
  post<Result>(path: string, content: unknown): Promise<Result> {
    return this.json({ method: 'POST', path, body: Buffer.from(JSON.stringify(content)) });
  }

  get<Result>(path: string): Promise<Result> {
    return this.json({ method: 'GET', path });
  }

  /** The answer's lines (NDJSON), as they come. */
  async *lines<Line>(outgoing: Outgoing): AsyncGenerator<Line> {
    const { body } = await this.send(outgoing);
    try {
      for await (const line of textLines(body.body ?? [])) yield JSON.parse(line) as Line;
    } catch (error) {
      throw new HubUnreachable(this.at, error);
    }
  }
}

async function refusal(response: Response, origin: string): Promise<Error> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  if (!problem?.code) return new HubUnreachable(origin, `status ${response.status}`);
  const retryAfter = Number(response.headers.get('retry-after'));
  return new HubRefusal(problem, retryAfter > 0 ? retryAfter : undefined);
}
