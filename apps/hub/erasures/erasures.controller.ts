import { Controller, Post } from '@nestjs/common';
import { Describe, JsonBody } from '#platform';
import { RECEIPT_ANSWER } from '../platform/answers.ts';
import { OF_STATEMENTS } from '../platform/refusals.ts';
import { SignedRequests } from '../platform/signature.guard.ts';
import { StatementDto } from '../records/push.dto.ts';
import { Eraser } from './eraser.ts';

/** Erasing a worker, by the state that controls the worker's data. */
@Controller('v1/erasures')
@SignedRequests()
export class ErasuresController {
  constructor(private readonly eraser: Eraser) {}

  @Post()
  @Describe({
    summary: 'Erase a worker',
    description: "An `erasure+jws`. Answered once no key opens any of the worker's records.",
    answers: { 201: RECEIPT_ANSWER },
    refuses: [...OF_STATEMENTS, 'TRUST_NOT_ALLOWED', 'RULE_RECORD_UNKNOWN', 'RULE_SUBJECT_ERASED'],
  })
  erase(@JsonBody(StatementDto) { statement }: StatementDto) {
    return this.eraser.erase(statement);
  }
}
