import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WireError } from '#kernel';
import { Logger } from '../logging/logger.ts';
import { NestLogger } from '../logging/nest-logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { takeBodiesAsBytes } from './bodies.ts';
import { sendProblem } from './send-problem.ts';

/** Milliseconds between two looks for idle connections while closing. */
const IDLE_CHECK = 50;

/** Milliseconds for a whole request to arrive. */
const REQUEST_TIMEOUT = 60_000;

/**
 * A Nest application on Fastify, not listening yet; `module` imports `PlatformModule`. Bodies reach handlers
 * as the bytes that came, for a signature is over bytes; compressed ones are refused, for a small one may be
 * huge. `close()` takes no new request and answers those it has.
 */
export async function httpApplication(
  module: Type | DynamicModule,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: 'idle',
    frameworkErrors: noSuchPath,
  });
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  const server: FastifyInstance = adapter.getInstance();
  takeBodiesAsBytes(server);
  server.addHook('onRequest', (request, reply, done) => {
    // An answer may be about a person; a handler that knows better says so.
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    done(request.headers['content-encoding'] === undefined ? undefined : compressed());
  });
  closeWhatFallsIdle(server);
  application.get(Metrics).observe(server);
  return application;
}

/**
 * A connection whose answer had begun before the server closed stays open once the answer is over, for a client
 * that keeps it alive; the server would wait for it until it times out.
 */
function closeWhatFallsIdle(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    const closing = setInterval(() => server.server.closeIdleConnections(), IDLE_CHECK);
    server.server.once('close', () => clearInterval(closing));
    done();
  });
}

/** A path that cannot be decoded never reaches Nest, and so not its filter. */
function noSuchPath(cause: Error, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, new WireError('WIRE_NOT_FOUND', 'the path is malformed', { cause }));
}

const compressed = (): WireError =>
  new WireError('WIRE_CONTENT_ENCODING', 'the request has a Content-Encoding');
