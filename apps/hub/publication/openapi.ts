import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { PinoLogger } from '#platform';
import type { HubParts } from '../hub.life.ts';
import { HubModule } from '../hub.module.ts';
import { REQUEST_SIGNATURE } from '../platform/signature.guard.ts';
import { completed, type OpenApi } from './complete-openapi.ts';

const INTRODUCTION = `States share labour migrants' medical certificates through this hub: signed once, shown to
each authority only as far as a signed exchange contract grants it. Every refusal is a problem document
(RFC 9457) with a stable \`code\`. Bodies are JSON, or NDJSON where it says so, and never compressed.`;

const SIGNATURE = `RFC 9421 with an endorsed \`request\` key, over \`@method\`, \`@authority\` (the hub's configured
origin), \`@path\`, \`@query\` and, with a body, \`content-digest\` (RFC 9530, sha-256). Parameters in this order:
created, expires (created + 60 s), nonce, alg, keyid (RFC 7638 thumbprint), tag="eurasec".
The header \`Signature-Input\` comes with it.`;

const config = () =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('EurAsEC hub')
    .setVersion('1')
    .setDescription(INTRODUCTION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addSecurity(REQUEST_SIGNATURE, {
      type: 'apiKey',
      in: 'header',
      name: 'Signature',
      description: SIGNATURE,
    })
    .build();

/** The OpenAPI document of a running or previewed hub. */
export const openApiOf = (application: INestApplication): OpenApi =>
  completed(
    SwaggerModule.createDocument(application, config(), {
      operationIdFactory: (controller, method) =>
        `${controller.replace(/Controller$/, '')}_${method}`,
    }) as unknown as OpenApi,
  );

/** The OpenAPI document of the hub's module. Nothing of the hub is made: a preview has routes and no parts. */
export async function openApiOfHub(): Promise<OpenApi> {
  const module = HubModule.with({} as HubParts, new PinoLogger('silent'));
  const preview = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    preview: true,
    logger: false,
  });
  return openApiOf(preview);
}
