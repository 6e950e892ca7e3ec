import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PinoLogger } from '#platform';
import type { HubParts } from '../hub.life.ts';
import { HubModule } from '../hub.module.ts';

/** The OpenAPI document of the hub's module. Nothing of the hub is made: a preview has routes and no parts. */
export async function openApiOfHub(): Promise<OpenAPIObject> {
  const nothing = {} as HubParts;
  const module = HubModule.with(nothing, new PinoLogger('silent'));
  const preview = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  const config = new DocumentBuilder().setTitle('EurAsEC hub').setOpenAPIVersion('3.1.0').build();
  return SwaggerModule.createDocument(preview, config);
}
