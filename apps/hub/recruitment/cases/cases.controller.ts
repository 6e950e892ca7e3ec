import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '#kernel';
import { Describe, JsonBody } from '#platform';
import { STORED_ANSWERS } from '../../platform/answers.ts';
import { OF_RECORDS, OF_STATEMENTS } from '../../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../../platform/signature.guard.ts';
import { PushRecord } from '../../records/push-record.handler.ts';
import { storedAnswer } from '../../records/stored-answer.ts';
import { CaseDto } from './case.dto.ts';

/** What any step of a case may be refused for. */
const OF_STEPS: readonly ErrorCode[] = [
  ...OF_STATEMENTS,
  'TRUST_NOT_ALLOWED',
  'LICENCE_NOT_ACTIVE',
  'LICENCE_SCOPE',
  'RULE_TRANSITION_ILLEGAL',
  'RULE_ACT_NOT_ON_FILE',
  'RULE_CORRIDOR_UNKNOWN',
  'RULE_EFFECTIVE_TOO_LATE',
];

/** Workers' recruitment cases: opened by labour ministries, moved on by all who take part in them. */
@Controller('v1/recruitment-cases')
@SignedRequests()
export class CasesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Describe({
    summary: 'Open a case',
    description:
      "With the ministry's record of it and the registration. Safe to repeat: the same record gives the same receipt.",
    answers: STORED_ANSWERS,
    refuses: [...new Set([...OF_RECORDS, ...OF_STEPS, 'RULE_CONSENT_MISSING' as const])],
  })
  async open(
    @JsonBody(CaseDto) push: CaseDto,
    @SignedBy() by: Signed,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return storedAnswer(reply, await this.commands.execute(new PushRecord(push, by, 'case')));
  }
}
