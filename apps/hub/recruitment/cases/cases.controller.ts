import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '#kernel';
import { GUARDS } from '#recruitment';
import { Describe, JsonBody } from '#platform';
import { AxesDto, RecordParameters } from '../../certificates/certificate.dto.ts';
import { RECEIPT_ANSWER, STORED_ANSWERS } from '../../platform/answers.ts';
import { OF_RECORDS, OF_STATEMENTS } from '../../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../../platform/signature.guard.ts';
import { PushRecord } from '../../records/push-record.handler.ts';
import { storedAnswer } from '../../records/stored-answer.ts';
import { CASE_ANSWER } from './case.answers.ts';
import { CaseDesk } from './case-desk.ts';
import { CaseDto, TransitionDto } from './case.dto.ts';
import { CaseReader } from './case-reader.ts';

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

/** What a step may be refused for once the case is open: the rules that the table names, and what comes beside. */
const OF_TRANSITIONS: readonly ErrorCode[] = [
  'RULE_RECORD_UNKNOWN',
  'RULE_RECORD_ERASED',
  'RULE_DEMAND_UNKNOWN',
  'WIRE_DISCLOSURE_INVALID',
  'WIRE_SALT_WEAK',
  'STORE_BEHIND',
  ...Object.values(GUARDS).map(({ code }) => code),
];

/** Workers' recruitment cases: opened by labour ministries, moved on by all who take part in them. */
@Controller('v1/recruitment-cases')
@SignedRequests()
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly desk: CaseDesk,
    private readonly reader: CaseReader,
  ) {}

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

  @Post(':issuer/:id/transitions')
  @Describe({
    summary: 'Say what happened to a case',
    description:
      'A `transition+jws` of the party that may cause it, or of whoever signs for it with its act on file. The same statement again gives the same receipt.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [...new Set([...OF_STEPS, ...OF_TRANSITIONS, 'STORE_UNWITNESSED' as const])],
  })
  transition(
    @Param() name: RecordParameters,
    @JsonBody(TransitionDto) { statement, receipt, permit }: TransitionDto,
    @SignedBy() by: Signed,
  ) {
    const beside = {
      ...(receipt !== undefined && { receipt }),
      ...(permit !== undefined && { permit }),
    };
    return this.desk.submit(statement, beside, name, by);
  }

  @Get(':issuer/:id')
  @Describe({
    summary: 'Read a case',
    description:
      "Authorities: how it stood at `validAt` by what the hub had been told at `knownAt`, and what the reader's grants show of it. Agencies: how it stood, and whether it may go on.",
    answers: { 200: CASE_ANSWER },
    refuses: [
      'TRUST_NOT_ALLOWED',
      'RULE_RECORD_UNKNOWN',
      'LICENCE_NOT_ACTIVE',
      'LICENCE_SCOPE',
      'STORE_BEHIND',
    ],
  })
  read(@Param() name: RecordParameters, @Query() axes: AxesDto, @SignedBy() by: Signed) {
    return this.reader.read(name, axes, by);
  }
}
