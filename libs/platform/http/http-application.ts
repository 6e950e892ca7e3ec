import type { Socket } from 'node:net';
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
  closeWhatIsIdle(server);
  application.get(Metrics).observe(server);
  return application;
}

/**
 * Closing waits for answers, not for connections: of one that is kept alive after an answer that had begun
 * before, and of one that never asked for anything, the server would wait until it times out.
 */
function closeWhatIsIdle(fastify: FastifyInstance): void {
  const { server } = fastify;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeIdle = () => {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  fastify.addHook('preClose', (done) => {
    const closing = setInterval(closeIdle, IDLE_CHECK);
    server.once('close', () => clearInterval(closing));
    done();
  });
}

/** A path that cannot be decoded never reaches Nest, and so not its filter. */
function noSuchPath(cause: Error, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, new WireError('WIRE_NOT_FOUND', 'the path is malformed', { cause }));
}

const compressed = (): WireError =>
  new WireError('WIRE_CONTENT_ENCODING', 'the request has a Content-Encoding');
