import { signRequest, type SigningKey } from '#signing';

export type Outgoing = {
  readonly origin: string;
  readonly path: string;
  readonly key: SigningKey;
  readonly body?: Buffer;
  readonly contentType?: string;
};

/** As far ahead as a hub takes a request: then it is good for longer, should the machine be slow. */
const SECONDS_AHEAD = 50;

/** A signed request as it goes over the wire. Must be sent within 110 seconds. */
export function wire({ origin, path, key, body, contentType }: Outgoing): Buffer {
  const method = body ? 'POST' : 'GET';
  const url = `${origin}${path}`;
  const created = Math.floor(Date.now() / 1000) + SECONDS_AHEAD;
  const headers = {
    host: new URL(origin).host,
    ...(body && {
      'content-type': contentType ?? 'application/json',
      'content-length': String(body.length),
    }),
    ...signRequest({ method, url, key, created, ...(body && { body }) }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return body ? Buffer.concat([head, body]) : head;
}
