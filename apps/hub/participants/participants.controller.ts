import { Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Describe, JsonBody, Member } from '#platform';
import { EVENTS_ANSWER, RECEIPT_ANSWER } from '../platform/answers.ts';
import { OF_STATEMENTS } from '../platform/refusals.ts';
import { EventsReader } from '../audit/events-reader.ts';
import { StatementDto } from '../records/push.dto.ts';
import { GENESIS_ANSWER, PARTICIPANT_ANSWER, REGISTER_ANSWER } from './participant.answers.ts';
import { RegisterFilterDto } from './register.dto.ts';
import { ParticipantDesk } from './participant-desk.ts';

export class ParticipantParameters {
  @Member('A state, an authority or an agency.', { example: 'KG.MOH' })
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)*$/)
  participant!: string;
}

/** What is public may be kept by whoever stands between for a second, so that a suspension is not late. */
const CACHEABLE = ['cache-control', 'public, max-age=1'] as const;

/** Who takes part: states, authorities, agencies, their keys. Statements carry their own signatures. */
@Controller('v1')
export class ParticipantsController {
  constructor(
    private readonly desk: ParticipantDesk,
    private readonly events: EventsReader,
  ) {}

  @Post('participants/statements')
  @Describe({
    summary: 'Submit a statement about participants',
    description:
      'An endorsement, licence, retirement, compromise, membership or admission. It carries its own signature; the request needs none.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [
      ...OF_STATEMENTS,
      'TRUST_NOT_ALLOWED',
      'TRUST_QUORUM',
      'RULE_AGENCY_UNKNOWN',
      'RULE_ALREADY_ENDORSED',
      'RULE_AUTHORITY_UNKNOWN',
      'RULE_LICENCE_REVOKED',
      'RULE_STATE_UNKNOWN',
      'RULE_STATEMENT_STALE',
      'STORE_UNWITNESSED',
    ],
  })
  submit(@JsonBody(StatementDto) { statement }: StatementDto) {
    return this.desk.submit(statement);
  }

  @Get('participants/agencies')
  @Header(...CACHEABLE)
  @Describe({
    summary: 'The public register of agencies',
    description:
      'Every agency with its licences and what each is at `validAt`. The filters are about one licence together: with `destination=RU&status=ACTIVE` one finds who may recruit for Russia.',
    answers: { 200: REGISTER_ANSWER },
    refuses: ['STORE_BEHIND'],
  })
  register(@Query() filter: RegisterFilterDto) {
    return this.desk.register(filter);
  }

  @Get('participants/:participant')
  @Describe({
    summary: 'Read a participant',
    description: 'What the trust list says of a state, an authority or an agency, with its keys.',
    answers: { 200: PARTICIPANT_ANSWER },
    refuses: ['RULE_AUTHORITY_UNKNOWN'],
  })
  read(@Param() { participant }: ParticipantParameters) {
    return this.desk.describe(participant);
  }

  @Get('trust-list')
  @Describe({
    summary: 'The trust list, as its events',
    description: 'With every statement: anybody rebuilds the list and re-checks it from genesis.',
    answers: { 200: EVENTS_ANSWER },
  })
  trustList(@Res() reply: FastifyReply) {
    return reply
      .type('application/x-ndjson')
      .header(...CACHEABLE)
      .send(this.events.stream({ prefixes: ['state-'] }));
  }

  @Get('genesis')
  @Describe({
    summary: 'The genesis document',
    description: "With every founding root's signature. Pin its hash out of band.",
    answers: { 200: GENESIS_ANSWER },
  })
  genesis() {
    return this.desk.genesis();
  }
}
