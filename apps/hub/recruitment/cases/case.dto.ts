import { IsOptional, IsString } from 'class-validator';
import { Member } from '#platform';
import { FitsIn } from '#platform/validators';
import { EXAMPLE_JWS } from '../../platform/answers.ts';

/** A case that is to be opened. */
export class CaseDto {
  @Member('SD-JWT VC (RFC 9901) of the case: the issuer-signed JWT and every disclosure.', {
    example: `${EXAMPLE_JWS}~WyJzYWx0IiwiZGVzdGluYXRpb24iLCJSVSJd~`,
  })
  @IsString()
  @FitsIn(65_536)
  record!: string;

  @Member(
    'The registration: a `transition+jws` WorkerRegistered of the agency of origin or the employment service.',
    { example: EXAMPLE_JWS },
  )
  @IsString()
  @FitsIn(65_536)
  statement!: string;
}

/** What happened to a case. */
export class TransitionDto {
  @Member('A `transition+jws` of whom the step is for, or of whoever may sign for them.', {
    example: EXAMPLE_JWS,
  })
  @IsString()
  @FitsIn(65_536)
  statement!: string;

  @Member(
    'For the checklist item MEDICAL: the `answer+jws` that the statement names by its digest.',
    {
      example: EXAMPLE_JWS,
    },
  )
  @IsOptional()
  @IsString()
  @FitsIn(8_192)
  receipt?: string;

  @Member(
    'For PermitGranted: the salted disclosure `[salt, "permit", {type, number, region?, validFrom, validUntil}]`, base64url, that the statement names by its digest. It is checked and not kept.',
    { example: 'WyJzYWx0IiwicGVybWl0Iix7fV0' },
  )
  @IsOptional()
  @IsString()
  @FitsIn(4_096)
  permit?: string;
}
