import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StoreError, WireError } from '#kernel';
import { HubViews } from '../views/hub-views.ts';

/** The header that gives the position of what was stored, and asks for an answer at or after it. */
export const POSITION_HEADER = 'eurasec-position';

const POSITION = /^[A-Za-z0-9_-]{1,64}$/;

/** Requests that wait at once: anybody may ask, and each wait is a timer. */
const MOST_WAITING = 1_000;

/**
 * Read your writes, whichever hub stored them: a request that names a position is looked at once this hub's views have reached
 * it. Before anything else is checked, for the key that signs the request may be what was written.
 */
@Injectable()
export class PositionGuard implements CanActivate {
  private waiting = 0;

  constructor(private readonly views: HubViews) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const position = headers[POSITION_HEADER];
    if (position === undefined) return true;
    if (typeof position !== 'string' || !POSITION.test(position))
      throw new WireError('WIRE_SCHEMA_MISMATCH', 'Eurasec-Position holds no position');
    if (this.waiting >= MOST_WAITING)
      throw new StoreError('STORE_BUSY', 'too many requests wait for a position');
    this.waiting++;
    await this.views.reached(position).finally(() => this.waiting--);
    return true;
  }
}
