import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import { IsOptional, Matches, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { TrustError } from '#kernel';
import { authority } from '#participants';
import { AccessLog } from '../log/access-log.ts';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { HubViews } from '../views/hub-views.ts';
import { EventsReader } from './events-reader.ts';

/** Which events a replay gives; all of them by default. */
export class ReplayFilterDto {
  /** After this position, exclusive: how an interrupted replay goes on. */
  @IsOptional()
  @MaxLength(64)
  after?: string;

  @IsOptional()
  @Matches(/^[a-z]{1,16}-[A-Za-z0-9.-]{0,100}$/)
  streamPrefix?: string;

  @IsOptional()
  @Matches(/^[A-Za-z]{1,64}$/)
  type?: string;

  /** As the hub had been told by this instant. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  knownAt?: string;
}

/** For authorities with the role `auditor`: every clear field, statement and JWT, exactly as stored. */
@Controller('v1/audit')
@UseGuards(SignatureGuard)
export class AuditController {
  constructor(
    private readonly events: EventsReader,
    private readonly views: HubViews,
    private readonly access: AccessLog,
  ) {}

  @Get('events')
  async replay(
    @Query() filter: ReplayFilterDto,
    @SignedBy() by: Signed,
    @Res() reply: FastifyReply,
  ) {
    if (!authority(this.views.trust, by.participant)?.roles.includes('auditor'))
      throw new TrustError('TRUST_NOT_ALLOWED', `${by.participant} is no auditor`);
    await this.access.note(by, 'EventsReplayed', { purpose: 'AUDIT', outcome: 'GIVEN' });
    const { streamPrefix, ...selection } = filter;
    const prefixes = streamPrefix === undefined ? {} : { prefixes: [streamPrefix] };
    return reply
      .type('application/x-ndjson')
      .send(this.events.stream({ ...selection, ...prefixes }));
  }
}
