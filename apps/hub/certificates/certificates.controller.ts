import {
  Body,
  Controller,
  Get,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { JsonBody } from '#platform';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { PushBatch } from '../records/push-batch.handler.ts';
import { PushRecord } from '../records/push-record.handler.ts';
import { PushDto, StatementDto } from '../records/push.dto.ts';
import { AxesDto, RecordParameters } from './certificate.dto.ts';
import { ReadCertificate } from './read-certificate.handler.ts';
import { SubmitCertificateStatement } from './submit-statement.handler.ts';

/** Medical certificates: pushed by health ministries, read by whom a contract names. */
@Controller('v1/medical-certificates')
@UseGuards(SignatureGuard)
export class CertificatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** 201 with a receipt; the same record again: 200 with the same receipt. */
  @Post()
  async push(
    @JsonBody(PushDto) push: PushDto,
    @SignedBy() by: Signed,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { created, ...result } = await this.commands.execute(
      new PushRecord(push, by, 'certificate'),
    );
    reply.status(created ? HttpStatus.CREATED : HttpStatus.OK);
    reply.header('Eurasec-Position', result.position);
    return result;
  }

  /** NDJSON in, NDJSON out: one result a line, in order, each after its record is durable. */
  @Post('batch')
  async batch(@Body() body: Buffer, @SignedBy() by: Signed, @Res() reply: FastifyReply) {
    const results = await this.commands.execute(new PushBatch(body, by));
    return reply.status(HttpStatus.OK).type('application/x-ndjson').send(results);
  }

  @Post(':issuer/:id/revocation')
  revocation(
    @Param() record: RecordParameters,
    @JsonBody(StatementDto) { statement }: StatementDto,
  ) {
    return this.submit('revocation+jws', record, statement);
  }

  @Post(':issuer/:id/review')
  review(@Param() record: RecordParameters, @JsonBody(StatementDto) { statement }: StatementDto) {
    return this.submit('review+jws', record, statement);
  }

  @Post(':issuer/:id/recognition')
  recognition(
    @Param() record: RecordParameters,
    @JsonBody(StatementDto) { statement }: StatementDto,
  ) {
    return this.submit('recognition+jws', record, statement);
  }

  /** What the reader's grants show of a record, and how it stands, as of `validAt` and `knownAt`. */
  @Get(':issuer/:id')
  read(@Param() record: RecordParameters, @Query() axes: AxesDto, @SignedBy() by: Signed) {
    return this.queries.execute(new ReadCertificate(record, axes, by));
  }

  private submit(typ: SubmitCertificateStatement['typ'], record: RecordParameters, text: string) {
    return this.commands.execute(new SubmitCertificateStatement(typ, text, record));
  }
}
