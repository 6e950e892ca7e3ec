import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Describe } from '#platform';
import { RecordParameters } from '../certificates/certificate.dto.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { BundleDesk } from './bundle-desk.ts';
import { BUNDLE_ANSWER } from './bundle.answers.ts';

/** Evidence that needs no hub: for auditors of the states that a record concerns. */
@Controller('v1/audit/evidence')
@SignedRequests()
export class BundlesController {
  constructor(private readonly desk: BundleDesk) {}

  @Get(':issuer/:id')
  @Describe({
    summary: 'Download the evidence of a record',
    description:
      'Signed artefacts, contracts with all signatures, endorsements from genesis on, receipts, delivery receipts, verifications, proofs and checkpoint in one zip. `eurasec evidence verify` verifies it with no network.',
    answers: { 200: BUNDLE_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'RULE_RECORD_UNKNOWN', 'STORE_BEHIND'],
  })
  async evidence(
    @Param() { issuer, id }: RecordParameters,
    @SignedBy() by: Signed,
    @Res() reply: FastifyReply,
  ) {
    const bundle = await this.desk.bundle({ issuer, id }, by);
    return reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="evidence-${issuer}-${id}.zip"`)
      .send(Buffer.from(bundle));
  }
}
