import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { Describe, JsonBody } from '#platform';
import { EXAMPLE_JWS } from '../../platform/answers.ts';
import { COMPACT_JWS, object } from '../../platform/json-schema.ts';
import { SignedBy, SignedRequests, type Signed } from '../../platform/signature.guard.ts';
import { OwnStatusDesk } from './own-status-desk.ts';
import { OwnStatusDto } from './own-status.dto.ts';

/** How does my case stand? Asked by an information centre for the worker who stands before it. */
@Controller('v1/recruitment-cases/own-status')
@SignedRequests()
export class OwnStatusController {
  constructor(private readonly desk: OwnStatusDesk) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Describe({
    summary: "Look up a worker's own case, with the worker's consent token",
    description:
      'For information centres. Every reason for telling nothing gives the same answer, a withdrawal of consent from the moment it is recorded. CANNOT_ANSWER says something of the asker, never of the worker.',
    answers: {
      200: {
        description:
          'An `own-status+jws`, signed by the hub: GIVEN with status, checklist and clearance, NOT_GIVEN, or CANNOT_ANSWER.',
        schema: { title: 'SignedOwnStatus', ...object({ answer: COMPACT_JWS }) },
        example: { answer: EXAMPLE_JWS },
      },
    },
    refuses: ['TRUST_NOT_ALLOWED', 'TRUST_REQUEST_REPLAYED', 'RULE_QUOTA', 'STORE_BEHIND'],
  })
  async lookUp(
    @JsonBody(OwnStatusDto) { consentToken }: OwnStatusDto,
    @SignedBy() by: Signed,
  ): Promise<{ answer: string }> {
    return { answer: await this.desk.lookUp(consentToken, by) };
  }
}
