import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyBudget } from './body-budget.ts';

type Limits = {
  /** The most bytes of one body: a record with all that travels beside it, a full batch (architecture §11). */
  readonly one: number;
  /** The most bytes of all bodies at once. */
  readonly together: number;
};

const MEBIBYTE = 1024 * 1024;

/** What may be posted. Batches have a budget of their own, so that no single push waits for them. */
const LIMITS = {
  'application/json': { one: MEBIBYTE / 2, together: 32 * MEBIBYTE },
  'application/x-ndjson': { one: 8 * MEBIBYTE, together: 16 * MEBIBYTE },
} satisfies Readonly<Record<string, Limits>>;

export type BodyType = keyof typeof LIMITS;

/** Milliseconds that a request waits for room before it is told to come again; far less than its signature lasts. */
const PATIENCE = 10_000;

/**
 * Hands bodies to handlers as the bytes that came, for a signature is over bytes. Other types are refused, and so
 * is what comes when there is no room for it in memory.
 */
export function takeBodiesAsBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const budgets = new Map<Limits, BodyBudget>();
  for (const [type, limits] of Object.entries(LIMITS)) {
    budgets.set(limits, new BodyBudget(limits.together, PATIENCE));
    const { one: bodyLimit } = limits;
    server.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
  }
  server.addHook('onRequest', async (request, reply) => {
    const limits = limitsOf(request);
    if (!limits) return;
    const gone = new Promise<void>((resolve) => reply.raw.once('close', resolve));
    const release = await budgets.get(limits)!.take(bytesOf(request, limits), gone);
    void gone.then(release);
  });
}

/** The most bytes that a body of the request's type may have; undefined for a type that is refused. */
export const bodyLimit = (request: FastifyRequest): number | undefined => limitsOf(request)?.one;

function limitsOf(request: FastifyRequest): Limits | undefined {
  const type = bodyType(request);
  return type && LIMITS[type];
}

/** The type that a request's body claims to be of; undefined for one that is refused. */
export function bodyType({ headers }: FastifyRequest): BodyType | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return Object.hasOwn(LIMITS, type) ? (type as BodyType) : undefined;
}

/** As many as were announced, or may come unannounced. More than the limit is refused unread. */
function bytesOf({ headers }: FastifyRequest, { one }: Limits): number {
  const announced = Number(headers['content-length'] ?? one);
  return Math.min(one, Number.isNaN(announced) ? one : announced);
}
