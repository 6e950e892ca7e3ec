import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { WireError } from '#kernel';
import { parseJson } from '#signing';
import { dtoSchema } from '../openapi/dto-schema.ts';
import { validateDto, type DtoClass } from './dto.ts';

/**
 * The body of a request as a DTO. Bodies arrive as bytes, so that guards verify what was sent; only
 * then are they read, strictly, and checked. Describes the body in the OpenAPI document too.
 */
export const JsonBody = <Type extends object>(type: DtoClass<Type>): ParameterDecorator =>
  createParamDecorator(
    (_: unknown, context: ExecutionContext): Type => {
      const { body } = context.switchToHttp().getRequest<FastifyRequest>();
      if (!Buffer.isBuffer(body)) throw new WireError('WIRE_NOT_JSON', 'the request has no body');
      // The server has bounded the body before.
      return validateDto(type, parseJson(body, { bytes: body.length }));
    },
    [describing(type)],
  )();

const describing =
  (type: DtoClass<object>): ParameterDecorator =>
  (controller, route) => {
    if (route === undefined) return;
    const method = Object.getOwnPropertyDescriptor(controller, route);
    // Swagger's types are of an older dialect than 3.1's.
    const schema = dtoSchema(type) as Record<string, never>;
    if (method) ApiBody({ schema })(controller, route, method);
  };
