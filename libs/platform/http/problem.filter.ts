import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HubError, WireError, type ErrorCode } from '#kernel';
import { Logger } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { bodyLimit } from './bodies.ts';
import { sendProblem } from './send-problem.ts';

/** What Nest and Fastify refuse before our code sees it, in our codes, by HTTP status. */
const FRAMEWORK: Readonly<Record<number, ErrorCode>> = {
  400: 'WIRE_NOT_JSON',
  404: 'WIRE_NOT_FOUND',
  405: 'WIRE_NOT_FOUND',
  413: 'WIRE_TOO_LARGE',
  415: 'WIRE_CONTENT_TYPE',
};

/** Answers every error with a problem document; logs those that are the hub's fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const error = translated(thrown, request);
    const problem = sendProblem(http.getResponse<FastifyReply>(), error);
    this.metrics.refused(problem.code);
    if (problem.traceId) {
      const { traceId } = problem;
      const { method, routeOptions } = request;
      const route = routeOptions.url ?? '/';
      this.logger.error('request.failed', { traceId, method, route }, error);
    }
  }
}

function translated(thrown: unknown, request: FastifyRequest): unknown {
  if (thrown instanceof HubError || !(thrown instanceof Error)) return thrown;
  const code = FRAMEWORK[statusOf(thrown)];
  if (!code) return thrown;
  const limit = code === 'WIRE_TOO_LARGE' ? bodyLimit(request) : undefined;
  return new WireError(code, thrown.name, { cause: thrown, ...(limit && { facts: { limit } }) });
}

/** Nest's exceptions know their status, Fastify's errors carry one. */
function statusOf(thrown: Error): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const isFastify = 'code' in thrown && String(thrown.code).startsWith('FST_');
  return isFastify && 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
}
