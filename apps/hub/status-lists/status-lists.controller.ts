import { Controller, Param, Post } from '@nestjs/common';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { Describe, JsonBody, Member } from '#platform';
import { TrustError } from '#kernel';
import { Vault } from '#vault';
import { HubOptions } from '../hub.options.ts';
import { ALLOCATION_ANSWER } from './status-list.answers.ts';
import { AccessLog } from '../log/access-log.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';

export class IssuerParameters {
  @Member('The authority that issues the clearances.', { example: 'KG.MOH' })
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+$/)
  issuer!: string;
}

export class AllocationDto {
  @Member('How many indices; each can be used once.', { example: 100 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  count!: number;
}

/** Random single-use indices of an issuer's status list, drawn before the ministry signs its clearances. */
@Controller('v1/status-lists')
@SignedRequests()
export class StatusListsController {
  constructor(
    private readonly vault: Vault,
    private readonly access: AccessLog,
    private readonly options: HubOptions,
  ) {}

  @Post(':issuer/allocations')
  @Describe({
    summary: 'Draw status list indices',
    description: 'Random and used once each: named in clearances before they are signed.',
    answers: { 201: ALLOCATION_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'TRUST_REQUEST_REPLAYED'],
  })
  async allocate(
    @Param() { issuer }: IssuerParameters,
    @JsonBody(AllocationDto) { count }: AllocationDto,
    @SignedBy() by: Signed,
  ) {
    if (by.participant !== issuer)
      throw new TrustError('TRUST_NOT_ALLOWED', `${by.participant} is not ${issuer}`);
    await this.access.answer(by, 'IndicesAllocated', { purpose: 'ISSUE', outcome: 'GIVEN', count });
    const { list, indices } = await this.vault.allocate(issuer, count);
    return { list, uri: `${this.options.origin}/v1/status-lists/${list}`, indices };
  }
}
