import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What may be posted, and the most bytes of it: a record with all that travels beside it, a full batch (architecture §11). */
const LIMITS: Readonly<Record<string, number>> = {
  'application/json': 512 * 1024,
  'application/x-ndjson': 8 * 1024 * 1024,
};

/** Hands bodies to handlers as the bytes that came, for a signature is over bytes. Other types are refused. */
export function takeBodiesAsBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of Object.entries(LIMITS))
    server.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
}

/** The most bytes that a body of the request's type may have; undefined for a type that is refused. */
export const bodyLimit = ({ headers }: FastifyRequest): number | undefined =>
  LIMITS[headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''];
