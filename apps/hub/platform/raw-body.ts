import type { FastifyInstance } from 'fastify';
import { WireError } from '#kernel';

/** What may be posted, and the most bytes of it. */
const LIMITS: Readonly<Record<string, number>> = {
  'application/json': 512 * 1024,
  'application/x-ndjson': 8 * 1024 * 1024,
};

/** Gives bodies to the routes as the bytes that came; refuses other types and every compression before a byte is read. */
export function acceptRawBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of Object.entries(LIMITS))
    fastify.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_, body, done) =>
      done(null, body),
    );
  fastify.addHook('onRequest', async ({ headers }) => {
    if (headers['content-encoding'] !== undefined)
      throw new WireError('WIRE_CONTENT_ENCODING', 'a compressed body came');
  });
}
