import { HttpStatus } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** 201 for a record that is new, 200 for one that was stored before; its position also as a header field. */
export function storedAnswer<Result extends { readonly position: string }>(
  reply: FastifyReply,
  { created, ...result }: Result & { readonly created: boolean },
): Omit<Result, 'created'> {
  reply.status(created ? HttpStatus.CREATED : HttpStatus.OK);
  reply.header('Eurasec-Position', result.position);
  return result;
}
