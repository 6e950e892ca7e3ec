import { applyDecorators } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ApiExtension, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ErrorCode } from '#kernel';
import type { DtoClass } from '../http/dto.ts';
import { dtoSchema } from './dto-schema.ts';
import type { JsonSchema } from './json-schema.ts';

export type AnswerDescription = {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example: unknown;
  /** `application/json` unless given. Of NDJSON the schema is a line's. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, { description: string; schema: JsonSchema }>>;
};

/** An answer without a body. */
export type BareDescription = Pick<AnswerDescription, 'description' | 'headers'>;

export type RouteDescription = {
  readonly summary: string;
  readonly description?: string;
  readonly answers: Readonly<Record<number, AnswerDescription | BareDescription>>;
  /** Codes of this route, beside those that its body, parameters and signature bring along. */
  readonly refuses?: readonly ErrorCode[];
};

/** Where an operation keeps its codes until the document is put together. */
export const REFUSES = 'x-refuses';

/** Describes a route in the OpenAPI document: what it answers, what it refuses, and its parameters as their DTOs check them. */
export const Describe = ({
  summary,
  description,
  answers,
  refuses = [],
}: RouteDescription): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ApiExtension(REFUSES, refuses),
    parameters,
    ...Object.entries(answers).map(([status, answer]) => answered(Number(status), answer)),
  );

const answered = (status: number, answer: AnswerDescription | BareDescription): MethodDecorator =>
  ApiResponse({
    status,
    description: answer.description,
    headers: answer.headers ?? {},
    ...('schema' in answer && {
      content: {
        [answer.type ?? 'application/json']: {
          // Swagger's types are of an older dialect than 3.1's.
          schema: answer.schema,
          example: answer.example,
        },
      },
    }),
  });

type Place = typeof RouteParamtypes.PARAM | typeof RouteParamtypes.QUERY;

const parameters: MethodDecorator = (controller, name, method) => {
  const types = Reflect.getMetadata('design:paramtypes', controller, name) as DtoClass<object>[];
  const places = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller.constructor, name) as
    Record<string, { readonly index: number }> | undefined;
  for (const [key, { index }] of Object.entries(places ?? {})) {
    const place = Number(key.split(':')[0]) as Place;
    if (place === RouteParamtypes.PARAM) describeAll(ApiParam, dtoSchema(types[index]!));
    if (place === RouteParamtypes.QUERY) describeAll(ApiQuery, dtoSchema(types[index]!));
  }

  function describeAll(decorator: typeof ApiParam | typeof ApiQuery, schema: JsonSchema): void {
    const { properties, required } = schema as {
      properties: Record<string, JsonSchema>;
      required: readonly string[];
    };
    for (const [member, { description, ...rest }] of Object.entries(properties))
      decorator({
        name: member,
        description: String(description),
        required: required.includes(member),
        schema: rest,
      })(controller, name, method);
  }
};
