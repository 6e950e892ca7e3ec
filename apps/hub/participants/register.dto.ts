import { IsOptional, Matches } from 'class-validator';
import type { LicenceStatus } from '#participants';
import { Member } from '#platform';
import { exampleInstant } from '../platform/answers.ts';

/** Which agencies and licences of the register. */
export class RegisterFilterDto {
  @Member('Only agencies of this state.', { example: 'KG' })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  state?: string;

  @Member('Only licences that name this state.', { example: 'RU' })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  destination?: string;

  @Member('Only licences that are this.', { example: 'ACTIVE' })
  @IsOptional()
  @Matches(/^(ACTIVE|NOT_YET_VALID|SUSPENDED|REVOKED|EXPIRED)$/)
  status?: LicenceStatus;

  @Member('In effect at this instant; now unless given.', { example: exampleInstant })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  validAt?: string;
}
