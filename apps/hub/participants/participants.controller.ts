import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { JsonBody } from '#platform';
import { EventsReader } from '../audit/events-reader.ts';
import { StatementDto } from '../records/push.dto.ts';
import { ParticipantDesk } from './participant-desk.ts';

export class ParticipantParameters {
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)*$/)
  participant!: string;
}

/** Who takes part: states, authorities, agencies, their keys. Statements carry their own signatures. */
@Controller('v1')
export class ParticipantsController {
  constructor(
    private readonly desk: ParticipantDesk,
    private readonly events: EventsReader,
  ) {}

  /** An endorsement, licence, retirement, compromise, membership or admission. */
  @Post('participants/statements')
  submit(@JsonBody(StatementDto) { statement }: StatementDto) {
    return this.desk.submit(statement);
  }

  @Get('participants/:participant')
  read(@Param() { participant }: ParticipantParameters) {
    return this.desk.describe(participant);
  }

  /** Every participants' event with its statement, as NDJSON: anybody rebuilds and re-checks the list from genesis. */
  @Get('trust-list')
  trustList(@Res() reply: FastifyReply) {
    return reply
      .type('application/x-ndjson')
      .header('cache-control', 'public, max-age=1')
      .send(this.events.stream({ prefixes: ['state-'] }));
  }

  /** The genesis document with every founding root's signature. Pin its hash out of band. */
  @Get('genesis')
  genesis() {
    return this.desk.genesis();
  }
}
