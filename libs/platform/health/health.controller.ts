import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Health, type Readiness } from './health.ts';

@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  /** The process runs. One that does not answer should be restarted. */
  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  /** 200 when the process should get requests, else 503 and why not. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (!readiness.ready) reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
