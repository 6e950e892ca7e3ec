import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DtoPipe, ProblemFilter } from '#platform';
import type { HubParts } from './hub.life.ts';
import { HubModule } from './hub.module.ts';
import { acceptRawBodies } from './platform/raw-body.ts';

/** The hub's HTTP server, not listening yet. Bodies stay the bytes that came until their signature is verified. */
export async function createHubServer(parts: HubParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_TIMEOUT,
  });
  acceptRawBodies(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(HubModule.with(parts), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalPipes(new DtoPipe());
  app.useGlobalFilters(new ProblemFilter());
  return app;
}

/** The largest batch (architecture §11). */
const BODY_LIMIT = 8 * 1024 * 1024;

/** Milliseconds for a whole request to arrive. */
const REQUEST_TIMEOUT = 60_000;
