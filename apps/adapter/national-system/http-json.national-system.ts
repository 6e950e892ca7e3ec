import http from 'node:http';
import https from 'node:https';
import { UpstreamError, type JsonObject } from '#kernel';
import { isObject, parseJson } from '#signing';
import { NationalSystem, type NationalOutcome } from './national-system.ts';

export type HttpJsonOptions = {
  /** Milliseconds until the system has to have answered. */
  readonly timeout?: number;
  readonly connections?: number;
};

/** Answers that ask for patience rather than refuse (RFC 9110 §15.6, RFC 6585 §4). */
const TRY_LATER = [429, 502, 503, 504];

const ANSWER_BYTES = 64 * 1024;

/**
 * A national system that takes JSON by POST, with the delivery's key in `Idempotency-Key`. Any 2xx means that it has
 * the document; its body may be a `NationalOutcome`, and says DELIVERED when it is empty.
 */
export class HttpJsonNationalSystem extends NationalSystem {
  readonly #url: URL;
  readonly #timeout: number;
  readonly #client: typeof http | typeof https;
  readonly #agent: http.Agent;

  constructor(url: string | URL, { timeout = 10_000, connections = 32 }: HttpJsonOptions = {}) {
    super();
    this.#url = new URL(url);
    this.#timeout = timeout;
    this.#client = this.#url.protocol === 'https:' ? https : http;
    this.#agent = new this.#client.Agent({ keepAlive: true, maxSockets: connections });
  }

  async deliver(key: string, document: JsonObject): Promise<NationalOutcome> {
    const { status, body } = await this.#post(key, Buffer.from(JSON.stringify(document)));
    if (status >= 200 && status < 300) return outcomeOf(body);
    const code = TRY_LATER.includes(status) ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REFUSED';
    throw new UpstreamError(code, `the national system answered ${status}`, { facts: { status } });
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(key: string, document: Buffer): Promise<{ status: number; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const unavailable = (cause: unknown) =>
      reject(new UpstreamError('UPSTREAM_UNAVAILABLE', 'the national system is away', { cause }));
    const headers = {
      'content-type': 'application/json',
      'content-length': document.length,
      'idempotency-key': key,
    };
    const options = { method: 'POST', headers, agent: this.#agent };
    const request = this.#client.request(this.#url, options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
        if (body.length > ANSWER_BYTES) request.destroy(new Error('a very long answer'));
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', unavailable);
    });
    request.setTimeout(this.#timeout, () => request.destroy(new Error('no answer in time')));
    request.on('error', unavailable).end(document);
    return promise;
  }
}

/** A body that is something else than an outcome is the system's own affair. */
function outcomeOf(body: string): NationalOutcome {
  const answer = readObject(body);
  if (answer?.['outcome'] === 'ERASED') return { outcome: 'ERASED' };
  if (answer?.['outcome'] !== 'RETAINED') return { outcome: 'DELIVERED' };
  const { reason, until } = answer;
  if (typeof reason === 'string' && typeof until === 'string')
    return { outcome: 'RETAINED', reason, until };
  throw new UpstreamError('UPSTREAM_REFUSED', 'data is retained without a legal basis and an end');
}

function readObject(body: string): JsonObject | undefined {
  try {
    const value = parseJson(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
