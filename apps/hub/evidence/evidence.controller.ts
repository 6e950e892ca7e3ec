import { Controller, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { JsonBody } from '#platform';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { PushRecord } from '../records/push-record.handler.ts';
import { PushDto } from '../records/push.dto.ts';

/** Foreign documents as evidence: kept in their own bytes, mapped, never an answer about anybody. */
@Controller('v1/medical-evidence')
@UseGuards(SignatureGuard)
export class EvidenceController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  async push(
    @JsonBody(PushDto) push: PushDto,
    @SignedBy() by: Signed,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { created, ...result } = await this.commands.execute(
      new PushRecord(push, by, 'evidence'),
    );
    reply.status(created ? HttpStatus.CREATED : HttpStatus.OK);
    reply.header('Eurasec-Position', result.position);
    return result;
  }
}
