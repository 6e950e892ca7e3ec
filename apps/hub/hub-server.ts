import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpApplication, type Logger } from '#platform';
import type { FastifyInstance } from 'fastify';
import type { HubParts } from './hub.life.ts';
import { HubModule } from './hub.module.ts';
import { openApiOf } from './publication/openapi.ts';

/** The hub's HTTP server, not listening yet. */
export async function createHubServer(
  parts: HubParts,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const application = await httpApplication(HubModule.with(parts, logger), logger);
  const server: FastifyInstance = application.getHttpAdapter().getInstance();
  let document: Buffer | undefined;
  server.get('/openapi.json', (_request, reply) => {
    document ??= Buffer.from(JSON.stringify(openApiOf(application)));
    return reply.type('application/json').header('cache-control', 'public').send(document);
  });
  return application;
}
