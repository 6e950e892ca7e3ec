import { Controller, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { JsonBody } from '#platform';
import { SignatureGuard, SignedBy, type Signed } from '../platform/signature.guard.ts';
import { VerificationDto } from './verification.dto.ts';
import { Verifier } from './verifier.ts';

/** May this worker be placed there? Nothing else is told. */
@Controller('v1/verifications')
@UseGuards(SignatureGuard)
export class VerificationsController {
  constructor(private readonly verifier: Verifier) {}

  /** An `answer+jws`: CONFIRMED with the last day, NOT_CONFIRMED, or CANNOT_ANSWER. */
  @Post()
  @HttpCode(HttpStatus.OK)
  async verify(@JsonBody(VerificationDto) question: VerificationDto, @SignedBy() by: Signed) {
    return { answer: await this.verifier.verify(question, by) };
  }
}
