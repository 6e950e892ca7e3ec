import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import { IsUUID, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Describe, Member } from '#platform';
import { EXAMPLE_ID } from '../platform/answers.ts';
import { LogDesk } from './log-desk.ts';
import { CHECKPOINT_ANSWER, CONSISTENCY_ANSWER, INCLUSION_ANSWER } from './proof.answers.ts';

export class InclusionDto {
  @Member('The id of an event, as a receipt names it.', {
    example: EXAMPLE_ID,
  })
  @IsUUID()
  event!: string;
}

export class ConsistencyDto {
  @Member('Leaves of the smaller tree.', { example: '1000' })
  @Matches(/^[1-9]\d{0,14}$/)
  from!: string;

  @Member('Leaves of the larger tree.', { example: '1042' })
  @Matches(/^[1-9]\d{0,14}$/)
  to!: string;
}

/** The transparency log, for everybody: what it shows holds digests only. */
@Controller('v1/log')
export class ProofsController {
  constructor(private readonly desk: LogDesk) {}

  @Get('checkpoint')
  @Header('cache-control', 'public, max-age=1')
  @Describe({
    summary: "The log's newest checkpoint",
    description:
      'Size and root of the tree of all events. Keep it: it shows what is left out later.',
    answers: { 200: CHECKPOINT_ANSWER },
    refuses: ['STORE_BEHIND'],
  })
  checkpoint(@Res() reply: FastifyReply) {
    return reply.type('text/plain; charset=utf-8').send(this.desk.newest.checkpoint);
  }

  @Get('proofs/inclusion')
  @Describe({
    summary: 'Prove that an event is in the log',
    description: 'An event is covered at most a second or so after it was recorded.',
    answers: { 200: INCLUSION_ANSWER },
    refuses: ['STORE_BEHIND', 'WIRE_NOT_FOUND'],
  })
  inclusion(@Query() { event }: InclusionDto) {
    return this.desk.proof(event);
  }

  @Get('proofs/consistency')
  @Describe({
    summary: 'Prove that the log only grew',
    answers: { 200: CONSISTENCY_ANSWER },
    refuses: ['STORE_BEHIND'],
  })
  consistency(@Query() { from, to }: ConsistencyDto) {
    return this.desk.consistency(Number(from), Number(to));
  }
}
