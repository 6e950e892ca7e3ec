import { IsOptional, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import { IsCivilDate } from '#platform/validators';

/** A question about one worker: by code, document number and birth date, or by a presented clearance. */
export class VerificationDto {
  /** The 26 characters on paper and in the QR code (RFC 4648 base32, 130 bits). */
  @ValidateIf((question: VerificationDto) => question.clearance === undefined)
  @Matches(/^[A-Z2-7]{26}$/)
  code?: string;

  /** Number of a travel or identity document that the certificate names. */
  @ValidateIf((question: VerificationDto) => question.clearance === undefined)
  @Matches(/^[A-Z0-9]{5,12}$/)
  documentNumber?: string;

  /** As it stands in the document. */
  @ValidateIf((question: VerificationDto) => question.clearance === undefined)
  @IsCivilDate()
  birthDate?: string;

  /** A clearance with at least its code and profile shown: `<JWT>~<disclosure>~…~`. */
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  clearance?: string;

  /** The state where the worker is to be placed. */
  @Matches(/^[A-Z]{2}$/)
  destination!: string;

  /** ISCO-08 unit group; needed where a worker is fit for some work only. */
  @IsOptional()
  @Matches(/^[0-9]{4}$/)
  occupation?: string;
}
