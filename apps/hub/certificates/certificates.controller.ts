import { Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '#kernel';
import { Describe, dtoSchema, JsonBody, NdjsonBody } from '#platform';
import {
  BATCH_LINE,
  exampleBatchLine,
  RECEIPT_ANSWER,
  STORED_ANSWERS,
} from '../platform/answers.ts';
import { OF_RECORDS, OF_STATEMENTS } from '../platform/refusals.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { PushBatch } from '../records/push-batch.handler.ts';
import { PushRecord } from '../records/push-record.handler.ts';
import { PushDto, StatementDto } from '../records/push.dto.ts';
import { storedAnswer } from '../records/stored-answer.ts';
import { READING_ANSWER } from './certificate.answers.ts';
import { AxesDto, RecordParameters } from './certificate.dto.ts';
import { ReadCertificate } from './read-certificate.handler.ts';
import { SubmitCertificateStatement } from './submit-statement.handler.ts';

/** What a statement about a certificate may be refused for. */
const OF_LIFECYCLE: readonly ErrorCode[] = [
  ...OF_STATEMENTS,
  'TRUST_NOT_ALLOWED',
  'RULE_RECORD_UNKNOWN',
  'RULE_RECORD_ENDED',
];

/** Medical certificates: pushed by health ministries, read by whom a contract names. */
@Controller('v1/medical-certificates')
@SignedRequests()
export class CertificatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Describe({
    summary: 'Push a certificate',
    description:
      'With its clearances and sealed claims. Safe to repeat: the same record gives the same receipt.',
    answers: STORED_ANSWERS,
    refuses: OF_RECORDS,
  })
  async push(
    @JsonBody(PushDto) push: PushDto,
    @SignedBy() by: Signed,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return storedAnswer(
      reply,
      await this.commands.execute(new PushRecord(push, by, 'certificate')),
    );
  }

  @Post('batch')
  @ApiConsumes('application/x-ndjson')
  @ApiBody({
    description: 'At most 1,000 lines and 8 MiB; the schema is a line’s.',
    schema: dtoSchema(PushDto) as Record<string, never>,
  })
  @Describe({
    summary: 'Push many certificates',
    description:
      'No transaction: each line is stored by itself and answered after it is durable, in input order. Sent again after a break, accepted lines give their receipts.',
    answers: {
      200: {
        description: 'One result a line, in input order, as they come.',
        type: 'application/x-ndjson',
        schema: BATCH_LINE,
        example: exampleBatchLine,
      },
    },
    refuses: ['WIRE_CONTENT_TYPE', 'WIRE_TOO_LARGE', 'WIRE_NOT_JSON', 'STORE_BUSY'],
  })
  async batch(@NdjsonBody() body: Buffer, @SignedBy() by: Signed, @Res() reply: FastifyReply) {
    const results = await this.commands.execute(new PushBatch(body, by));
    return reply.status(HttpStatus.OK).type('application/x-ndjson').send(results);
  }

  @Post(':issuer/:id/revocation')
  @Describe({
    summary: 'Revoke a certificate',
    description: 'A `revocation+jws` of the issuer.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [...OF_LIFECYCLE, 'RULE_EFFECTIVE_TOO_LATE'],
  })
  revocation(
    @Param() record: RecordParameters,
    @JsonBody(StatementDto) { statement }: StatementDto,
  ) {
    return this.submit('revocation+jws', record, statement);
  }

  @Post(':issuer/:id/review')
  @Describe({
    summary: 'Open or close a review',
    description: 'A `review+jws`: opened by whom the certificate concerns, closed by its issuer.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [
      ...OF_LIFECYCLE,
      'RULE_EFFECTIVE_TOO_LATE',
      'RULE_NO_REVIEW_OPEN',
      'RULE_REVIEW_DEADLINE',
      'RULE_REVIEW_OPEN',
      'STORE_UNWITNESSED',
    ],
  })
  review(@Param() record: RecordParameters, @JsonBody(StatementDto) { statement }: StatementDto) {
    return this.submit('review+jws', record, statement);
  }

  @Post(':issuer/:id/recognition')
  @Describe({
    summary: 'Suspend or restore the recognition of a certificate',
    description: 'A `recognition+jws` of the accepting state.',
    answers: { 201: RECEIPT_ANSWER },
    refuses: [...OF_LIFECYCLE, 'RULE_NOT_A_PARTY', 'STORE_UNWITNESSED'],
  })
  recognition(
    @Param() record: RecordParameters,
    @JsonBody(StatementDto) { statement }: StatementDto,
  ) {
    return this.submit('recognition+jws', record, statement);
  }

  @Get(':issuer/:id')
  @Describe({
    summary: 'Read a certificate',
    description:
      "What the reader's grants show of it, and how it stood at `validAt` by what the hub had been told at `knownAt`.",
    answers: { 200: READING_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'RULE_RECORD_UNKNOWN'],
  })
  read(@Param() record: RecordParameters, @Query() axes: AxesDto, @SignedBy() by: Signed) {
    return this.queries.execute(new ReadCertificate(record, axes, by));
  }

  private submit(typ: SubmitCertificateStatement['typ'], record: RecordParameters, text: string) {
    return this.commands.execute(new SubmitCertificateStatement(typ, text, record));
  }
}
