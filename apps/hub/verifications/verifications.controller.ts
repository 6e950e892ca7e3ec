import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { Describe, JsonBody } from '#platform';
import { COMPACT_JWS, object } from '../platform/json-schema.ts';
import { EXAMPLE_JWS } from '../platform/answers.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { VerificationDto } from './verification.dto.ts';
import { Verifier } from './verifier.ts';

/** May this worker be placed there? Nothing else is told. */
@Controller('v1/verifications')
@SignedRequests()
export class VerificationsController {
  constructor(private readonly verifier: Verifier) {}

  @Post()
  @Describe({
    summary: 'Ask whether a worker may be placed',
    description:
      'Every reason for a no gives the same answer. CANNOT_ANSWER says something of the asker or the hub, never of the worker.',
    answers: {
      200: {
        description:
          'An `answer+jws`, signed by the hub: CONFIRMED with `validUntil`, NOT_CONFIRMED, or CANNOT_ANSWER.',
        schema: { title: 'SignedAnswer', ...object({ answer: COMPACT_JWS }) },
        example: { answer: EXAMPLE_JWS },
      },
    },
    refuses: [
      'WIRE_NOT_JWS',
      'WIRE_NOT_BASE64URL',
      'WIRE_HEADER_UNACCEPTABLE',
      'WIRE_TYP_UNEXPECTED',
      'WIRE_DISCLOSURE_INVALID',
      'WIRE_DISCLOSURE_UNREFERENCED',
      'WIRE_DIGEST_REPEATED',
      'WIRE_SALT_WEAK',
      'TRUST_REQUEST_REPLAYED',
      'LICENCE_NOT_ACTIVE',
      'LICENCE_SCOPE',
      'RULE_QUOTA',
      'STORE_BEHIND',
    ],
  })
  @HttpCode(HttpStatus.OK)
  async verify(@JsonBody(VerificationDto) question: VerificationDto, @SignedBy() by: Signed) {
    return { answer: await this.verifier.verify(question, by) };
  }
}
