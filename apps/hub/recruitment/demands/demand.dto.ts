import { IsOptional, IsUUID, Matches } from 'class-validator';
import { Member } from '#platform';
import { EXAMPLE_ID } from '../../platform/answers.ts';

const STATE = /^[A-Z]{2}$/;

/** A demand by its authority and id, as they stand in the path. */
export class DemandParameters {
  @Member('The labour ministry that registered it.', { example: 'KZ.MOL' })
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+$/)
  authority!: string;

  @Member('Its random id.', { example: EXAMPLE_ID })
  @IsUUID('4')
  id!: string;
}

/** Which demands the board shows, and which page of them. */
export class BoardDto {
  @Member('Only work in this state.', { example: 'KZ' })
  @IsOptional()
  @Matches(STATE)
  destination?: string;

  @Member('Only where workers of this state are asked for.', { example: 'TJ' })
  @IsOptional()
  @Matches(STATE)
  origin?: string;

  @Member('Only this occupation: an ISCO-08 unit group, or the first digits of several.', {
    example: '7112',
  })
  @IsOptional()
  @Matches(/^\d{1,4}$/)
  occupation?: string;

  @Member('OPEN, or ALL whatever became of them; OPEN unless given.', { example: 'OPEN' })
  @IsOptional()
  @Matches(/^(OPEN|ALL)$/)
  status?: 'OPEN' | 'ALL';

  @Member('After this one, exclusive: `next` of the page before.', {
    example: `KZ.MOL-${EXAMPLE_ID}`,
  })
  @IsOptional()
  @Matches(/^[A-Z]{2}(\.[A-Z0-9]+)+-[0-9a-f-]{36}$/)
  after?: string;

  @Member('As many a page, 200 at most; 50 unless given.', { example: '50' })
  @IsOptional()
  @Matches(/^([1-9]\d?|1\d\d|200)$/)
  limit?: string;
}
