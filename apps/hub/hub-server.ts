import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpApplication, type Logger } from '#platform';
import type { HubParts } from './hub.life.ts';
import { HubModule } from './hub.module.ts';

/** The hub's HTTP server, not listening yet. */
export const createHubServer = (parts: HubParts, logger: Logger): Promise<NestFastifyApplication> =>
  httpApplication(HubModule.with(parts, logger), logger);
