import { Type } from 'class-transformer';
import { IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import type { ContractDocument } from '#contracts';

export class ContractParameters {
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/)
  contract!: string;
}

export class ProposalDto {
  /** The contract document; see contracts/exchange-contract.schema.json. */
  @IsObject()
  document!: ContractDocument;
}

/** One signature of a JWS General JSON (RFC 7515 §7.2.1) over the document's JCS bytes. */
export class GeneralSignatureDto {
  @IsString()
  @MaxLength(1_024)
  protected!: string;

  @IsString()
  @MaxLength(1_024)
  signature!: string;
}

export class SignatureDto {
  /** SHA-256 of the document's JCS bytes, base64url. */
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  hash!: string;

  @ValidateNested()
  @Type(() => GeneralSignatureDto)
  signature!: GeneralSignatureDto;
}
