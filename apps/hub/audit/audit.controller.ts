import { Controller, Get, HttpStatus, Post, Query, Res } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import { FitsIn } from '#platform/validators';
import type { FastifyReply } from 'fastify';
import { TrustError } from '#kernel';
import { authority } from '#participants';
import { Describe, JsonBody, Member } from '#platform';
import { EVENTS_ANSWER, exampleInstant } from '../platform/answers.ts';
import { AccessLog } from '../log/access-log.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { HubViews } from '../views/hub-views.ts';
import { EventsReader } from './events-reader.ts';
import { REPLAY_ANSWER } from './replay.answers.ts';
import { ReplayDesk } from './replay-desk.ts';
import { ReplayRequestDto } from './replay.dto.ts';

/** Which events a replay gives; all of them by default. */
export class ReplayFilterDto {
  @Member('After this position, exclusive: how an interrupted replay goes on.', {
    example: '0000000000000042',
  })
  @IsOptional()
  @FitsIn(64)
  after?: string;

  @Member('Only streams that begin so.', { example: 'certificate-KG.MOH-' })
  @IsOptional()
  @Matches(/^[a-z]{1,16}-[A-Za-z0-9.-]{0,100}$/)
  streamPrefix?: string;

  @Member('Only events of this type.', { example: 'CertificateRevoked' })
  @IsOptional()
  @Matches(/^[A-Za-z]{1,64}$/)
  type?: string;

  @Member('As the hub had been told by this instant.', { example: exampleInstant })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  knownAt?: string;
}

/** For authorities with the role `auditor`: every clear field, statement and JWT, exactly as stored. */
@Controller('v1/audit')
@SignedRequests()
export class AuditController {
  constructor(
    private readonly events: EventsReader,
    private readonly replays: ReplayDesk,
    private readonly views: HubViews,
    private readonly access: AccessLog,
  ) {}

  @Get('events')
  @Describe({
    summary: 'Replay events',
    description:
      'For authorities with the role `auditor`: every clear field, statement and JWT, exactly as stored.',
    answers: { 200: EVENTS_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED'],
  })
  async replay(
    @Query() filter: ReplayFilterDto,
    @SignedBy() by: Signed,
    @Res() reply: FastifyReply,
  ) {
    this.assertAuditor(by);
    await this.access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'GIVEN' });
    const { streamPrefix, ...selection } = filter;
    const prefixes = streamPrefix === undefined ? {} : { prefixes: [streamPrefix] };
    return reply
      .type('application/x-ndjson')
      .send(this.events.stream({ ...selection, ...prefixes }));
  }

  @Post('replays')
  @Describe({
    summary: 'Have the hub replay its history',
    description:
      'Every event again from genesis by the rules of today: signatures, routing, hashes, order, the root of the log and its checkpoints, and the rows that the hub keeps against a rebuild. It takes as long as it takes, and ends with the connection.',
    answers: { 200: REPLAY_ANSWER },
    refuses: [
      ...(['TRUST_NOT_ALLOWED', 'TRUST_SIGNATURE_INVALID', 'WIRE_LOG_NOTE'] as const),
      'STORE_BUSY',
    ],
  })
  async requestReplay(
    @JsonBody(ReplayRequestDto) request: ReplayRequestDto,
    @SignedBy() by: Signed,
    @Res() reply: FastifyReply,
  ) {
    this.assertAuditor(by);
    await this.access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'REPORTED' });
    const lines = this.replays.replay(request, by.participant);
    return reply.status(HttpStatus.OK).type('application/x-ndjson').send(lines);
  }

  private assertAuditor({ participant }: Signed): void {
    if (!authority(this.views.trust, participant)?.roles.includes('auditor'))
      throw new TrustError('TRUST_NOT_ALLOWED', `${participant} is no auditor`);
  }
}
