import { IsOptional, IsUUID, Matches } from 'class-validator';
import { Member } from '#platform';
import { EXAMPLE_ID, exampleInstant } from '../platform/answers.ts';

export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A record by its issuer and id, as they stand in the path. */
export class RecordParameters {
  @Member('The authority that issued it.', { example: 'KG.MOH' })
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+$/)
  issuer!: string;

  @Member('Its random id.', { example: EXAMPLE_ID })
  @IsUUID('4')
  id!: string;
}

/** The two time axes of an answer (architecture §2, principle 7); both default to now. */
export class AxesDto {
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
