import { IsOptional, IsUUID, Matches } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A record by its issuer and id, as they stand in the path. */
export class RecordParameters {
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+$/)
  issuer!: string;

  @IsUUID('4')
  id!: string;
}

/** The two time axes of an answer (architecture §2, principle 7); both default to now. */
export class AxesDto {
  /** In effect at this instant. */
  @IsOptional()
  @Matches(INSTANT)
  validAt?: string;

  /** As the hub had been told by this instant. */
  @IsOptional()
  @Matches(INSTANT)
  knownAt?: string;
}
