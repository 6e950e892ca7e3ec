import { Controller, Get, Param, Query } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import { AS_OF_KINDS, type AsOfKind } from '#client';
import { Describe, Member } from '#platform';
import { FitsIn } from '#platform/validators';
import { INSTANT } from '../certificates/certificate.dto.ts';
import { exampleInstant } from '../platform/answers.ts';
import { SignedBy, SignedRequests, type Signed } from '../platform/signature.guard.ts';
import { AsOfDesk } from './as-of-desk.ts';
import { AS_OF_ANSWER } from './as-of.answers.ts';

export class AsOfParameters {
  @Member('What is asked for.', { example: 'record' })
  @Matches(new RegExp(`^(${AS_OF_KINDS.join('|')})$`))
  kind!: AsOfKind;
}

export class AsOfDto {
  @Member(
    'Of a record `KG.MOH/<id>`; of a participant `KG.MOH` or `KG`; of a contract its id; of an entitlement `KG.MOH/MedicalCertificate`.',
    { example: 'KG.MOH' },
  )
  @FitsIn(100)
  of!: string;

  @Member('In effect at this instant; now unless given.', { example: exampleInstant })
  @IsOptional()
  @Matches(INSTANT)
  validAt?: string;

  @Member('As the hub had been told by this instant; now unless given.', {
    example: exampleInstant,
  })
  @IsOptional()
  @Matches(INSTANT)
  knownAt?: string;
}

/** Any moment again, with its proof: for authorities with the role `auditor`. */
@Controller('v1/audit/as-of')
@SignedRequests()
export class AsOfController {
  constructor(private readonly desk: AsOfDesk) {}

  @Get(':kind')
  @Describe({
    summary: 'Answer as of any moment, with the proof',
    description:
      'How a record, a participant or a contract stood, and who was entitled to what: in effect at `validAt`, as the hub had been told by `knownAt`. With every event that decides it, its inclusion proof and a checkpoint: `verifyAsOf` of the SDK makes the answer again and believes nothing.',
    answers: { 200: AS_OF_ANSWER },
    refuses: ['TRUST_NOT_ALLOWED', 'STORE_BEHIND'],
  })
  answer(
    @Param() { kind }: AsOfParameters,
    @Query() { of, ...moments }: AsOfDto,
    @SignedBy() by: Signed,
  ) {
    return this.desk.answer(kind, of, moments, by);
  }
}
