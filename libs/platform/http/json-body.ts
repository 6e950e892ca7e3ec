import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { WireError } from '#kernel';
import { parseJson } from '#signing';
import { dtoSchema } from '../openapi/dto-schema.ts';
import { bodyType, type BodyType } from './bodies.ts';
import { validateDto, type DtoClass } from './dto.ts';

/**
 * The body of a request as a DTO. Bodies arrive as bytes, so that guards verify what was sent; only
 * then are they read, strictly, and checked. Describes the body in the OpenAPI document too.
 */
export const JsonBody = <Type extends object>(type: DtoClass<Type>): ParameterDecorator =>
  createParamDecorator(
    (_: unknown, context: ExecutionContext): Type => {
      const body = bytesOf(context, 'application/json');
      // The server has bounded the body before.
      return validateDto(type, parseJson(body, { bytes: body.length }));
    },
    [describing(type)],
  )();

/** The body of a request that is NDJSON, as the bytes that came. */
export const NdjsonBody = createParamDecorator((_: unknown, context: ExecutionContext) =>
  bytesOf(context, 'application/x-ndjson'),
);

/** Each type has limits of its own, so a body comes as the type that the route takes or not at all. */
function bytesOf(context: ExecutionContext, type: BodyType): Buffer {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!Buffer.isBuffer(request.body))
    throw new WireError('WIRE_NOT_JSON', 'the request has no body');
  if (bodyType(request) !== type)
    throw new WireError('WIRE_CONTENT_TYPE', `not ${type}, which is taken here`);
  return request.body;
}

const describing =
  (type: DtoClass<object>): ParameterDecorator =>
  (controller, route) => {
    if (route === undefined) return;
    const method = Object.getOwnPropertyDescriptor(controller, route);
    // Swagger's types are of an older dialect than 3.1's.
    const schema = dtoSchema(type) as Record<string, never>;
    if (method) ApiBody({ schema })(controller, route, method);
  };
