import { IsString } from 'class-validator';
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
