import http from 'node:http';
import https from 'node:https';

export type Said = {
  readonly status: number;
  /** The media type, without parameters. */
  readonly type: string | undefined;
  readonly text: string;
};

/** Bytes of an answer at most: of the refused checkpoints that a witness shows, too. */
const MOST_BYTES = 1024 * 1024;

/**
 * One request to a witness, on a connection that is kept. It is asked every second: `fetch` would take several times the
 * processor's time. Redirects are not followed.
 * @throws Error if nothing that can be read comes before the signal does
 */
export async function ask(
  url: string,
  body: string | undefined,
  signal: AbortSignal,
): Promise<Said> {
  const { request } = url.startsWith('https:') ? https : http;
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const asking = request(url, { method: body === undefined ? 'GET' : 'POST', signal }, resolve);
  asking.once('error', reject);
  asking.end(body);
  const response = await promise;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) throw new RangeError('the answer is too long');
  }
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type']?.split(';')[0],
    text: Buffer.concat(chunks).toString(),
  };
}
