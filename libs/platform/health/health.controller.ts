import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Describe, type AnswerDescription } from '../openapi/describe.ts';
import { Health, type Readiness } from './health.ts';

const READINESS = {
  schema: {
    title: 'Readiness',
    type: 'object',
    properties: {
      ready: { type: 'boolean' },
      because: { type: 'object', additionalProperties: { type: 'string' } },
      warnings: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'What is wrong though it should get requests; absent where nothing is.',
      },
    },
    required: ['ready', 'because'],
    additionalProperties: false,
  },
};

const ALIVE: AnswerDescription = {
  description: 'It runs.',
  schema: {
    title: 'Alive',
    type: 'object',
    properties: { live: { const: true } },
    required: ['live'],
    additionalProperties: false,
  },
  example: { live: true },
};

@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  @Describe({
    summary: 'Whether the process runs',
    description: 'One that does not answer should be restarted.',
    answers: { 200: ALIVE },
  })
  live(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  @Describe({
    summary: 'Whether the process should get requests',
    answers: {
      200: { ...READINESS, description: 'It should.', example: { ready: true, because: {} } },
      503: {
        ...READINESS,
        description: 'It should not, and why.',
        example: { ready: false, because: { views: 'behind the store' } },
      },
    },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (!readiness.ready) reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
