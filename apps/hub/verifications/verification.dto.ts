import { IsOptional, IsString, Matches, ValidateIf } from 'class-validator';
import { Keywords, Member } from '#platform';
import { FitsIn, IsCivilDate } from '#platform/validators';
import { EXAMPLE_JWS } from '../platform/answers.ts';

const unlessShown = (question: VerificationDto): boolean => question.clearance === undefined;

/** A question about one worker: by code, document number and birth date, or by a presented clearance. */
@Keywords({
  anyOf: [{ required: ['code', 'documentNumber', 'birthDate'] }, { required: ['clearance'] }],
})
export class VerificationDto {
  @Member('The 26 characters on paper and in the QR code (RFC 4648 base32, 130 bits).', {
    example: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  })
  @ValidateIf(unlessShown)
  @Matches(/^[A-Z2-7]{26}$/)
  code?: string;

  @Member('Number of a travel or identity document that the certificate names.', {
    example: 'PE0000001',
  })
  @ValidateIf(unlessShown)
  @Matches(/^[A-Z0-9]{5,12}$/)
  documentNumber?: string;

  @Member('As it stands in the document.', { example: '1990-02-28' })
  @ValidateIf(unlessShown)
  @IsCivilDate()
  birthDate?: string;

  @Member('A clearance with at least its code and profile shown: `<JWT>~<disclosure>~…~`.', {
    example: `${EXAMPLE_JWS}~WyJzYWx0IiwicHJvZmlsZSIsIlJVL0xBQk9VUi8yIl0~`,
  })
  @IsOptional()
  @IsString()
  @FitsIn(4_096)
  clearance?: string;

  @Member('The state where the worker is to be placed.', { example: 'RU' })
  @Matches(/^[A-Z]{2}$/)
  destination!: string;

  @Member('ISCO-08 unit group; needed where a worker is fit for some work only.', {
    example: '7112',
  })
  @IsOptional()
  @Matches(/^[0-9]{4}$/)
  occupation?: string;
}
