import { Controller, Get, Query, Res } from '@nestjs/common';
import { Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Describe, Member } from '#platform';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { RECEIPT_PROOF_ANSWER } from './proof.answers.ts';
import { ReceiptProver } from './receipt-prover.ts';

export class ReceiptPlaceDto {
  @Member('The stream that the receipt names.', {
    example: 'certificate-KG.MOH-0b8f9d1e-6f5c-4c1a-9a50-3d6f3d1b2a77',
  })
  @Matches(/^[a-z]{1,16}-[A-Za-z0-9.-]{1,100}$/)
  stream!: string;

  @Member('The revision that the receipt names.', { example: '0' })
  @Matches(/^(0|[1-9]\d{0,14})$/)
  revision!: string;
}

/** The log, for whoever has a receipt: holds the event as it is stored. */
@Controller('v1/log/proofs')
@SignedRequests()
export class ReceiptProofsController {
  constructor(private readonly prover: ReceiptProver) {}

  @Get('receipt')
  @Describe({
    summary: 'Prove what a receipt was given for',
    description:
      'Receipt, event, audit path and checkpoint in one file, which `eurasec verify-receipt` verifies with no network. For whoever caused the event, and for auditors.',
    answers: { 200: RECEIPT_PROOF_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'STORE_BEHIND'],
  })
  async receipt(
    @Query() { stream, revision }: ReceiptPlaceDto,
    @SignedBy() by: Signed,
    @Res() reply: FastifyReply,
  ) {
    const proof = await this.prover.prove({ stream, revision: Number(revision) }, by);
    return reply.type('text/plain; charset=utf-8').send(proof);
  }
}
