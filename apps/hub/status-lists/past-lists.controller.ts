import { Controller, Get, Param, Query } from '@nestjs/common';
import { Matches } from 'class-validator';
import { TrustError } from '#kernel';
import { authority } from '#participants';
import { Describe, Member } from '#platform';
import { AccessLog } from '../log/access-log.ts';
import { exampleInstant } from '../platform/answers.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { HubViews } from '../views/hub-views.ts';
import { PastLists } from './past-lists.ts';
import { ListParameters } from './published-lists.controller.ts';
import { PAST_LIST_ANSWER } from './status-list.answers.ts';

export class PastDto {
  @Member('As the hub had been told by this instant.', { example: exampleInstant })
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  knownAt!: string;
}

/** For authorities with the role `auditor`: a public list tells of the present only. */
@Controller('v1/audit/status-lists')
@SignedRequests()
export class PastListsController {
  constructor(
    private readonly past: PastLists,
    private readonly views: HubViews,
    private readonly access: AccessLog,
  ) {}

  @Get(':list')
  @Describe({
    summary: 'A status list of an earlier time',
    description:
      'Made anew of what was recorded by then, to judge a list that was signed at the time. Indices whose records were erased since read 1.',
    answers: { 200: PAST_LIST_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED'],
  })
  async list(
    @Param() { list }: ListParameters,
    @Query() { knownAt }: PastDto,
    @SignedBy() by: Signed,
  ) {
    if (!authority(this.views.trust, by.participant)?.roles.includes('auditor'))
      throw new TrustError('TRUST_NOT_ALLOWED', `${by.participant} is no auditor`);
    await this.access.note(by, 'PastListRead', { purpose: 'AUDIT', outcome: 'GIVEN' });
    return this.past.at(list, knownAt);
  }
}
