import { IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { FitsIn } from '#platform/validators';
import { contractSchema, type ContractDocument } from '#contracts';
import { Member } from '#platform';
import { EXAMPLE_DIGEST } from '../platform/answers.ts';

const { $schema: _, $id: __, ...DOCUMENT } = contractSchema;

export class ContractParameters {
  @Member('The id of the contract, as its document names it.', { example: 'kg-ru-kz' })
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/)
  contract!: string;
}

export class ProposalDto {
  @Member('The document exactly as it will be signed; contracts/templates/ has one to start from.', {
    schema: { ...DOCUMENT, title: 'ExchangeContract' },
  })
  @IsObject()
  document!: ContractDocument;
}

/** One signature of a JWS General JSON (RFC 7515 §7.2.1) over the document's JCS bytes. */
export class GeneralSignatureDto {
  @Member('The protected header, base64url: alg, kid, typ `contract-signature+jws`.', {
    example: 'eyJhbGciOiJFUzI1NiJ9',
  })
  @IsString()
  @FitsIn(1_024)
  protected!: string;

  @Member('The signature, base64url.', { example: 'c2lnbmF0dXJl' })
  @IsString()
  @FitsIn(1_024)
  signature!: string;
}

export class SignatureDto {
  @Member("SHA-256 of the document's JCS bytes, base64url.", { example: EXAMPLE_DIGEST })
  @Matches(/^[A-Za-z0-9_-]{43}$/)
  hash!: string;

  @Member("One party's signature over the document's JCS bytes.", { of: () => GeneralSignatureDto })
  @ValidateNested()
  signature!: GeneralSignatureDto;
}
