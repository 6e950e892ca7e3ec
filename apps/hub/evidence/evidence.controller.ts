import { Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Describe, JsonBody } from '#platform';
import { STORED_ANSWERS } from '../platform/answers.ts';
import { OF_RECORDS } from '../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { PushRecord } from '../records/push-record.handler.ts';
import { PushDto } from '../records/push.dto.ts';
import { storedAnswer } from '../records/stored-answer.ts';

/** Foreign documents as evidence: kept in their own bytes, mapped, never an answer about anybody. */
@Controller('v1/medical-evidence')
@SignedRequests()
export class EvidenceController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Describe({
    summary: 'Push a foreign document as evidence',
    description: 'Its own bytes and what was read from them. Safe to repeat.',
    answers: STORED_ANSWERS,
    refuses: OF_RECORDS,
  })
  async push(
    @JsonBody(PushDto) push: PushDto,
    @SignedBy() by: Signed,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return storedAnswer(reply, await this.commands.execute(new PushRecord(push, by, 'evidence')));
  }
}
