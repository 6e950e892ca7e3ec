import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const COMPACT_JWE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const AUTHORITY = /^[A-Z]{2}(\.[A-Z0-9]+)+$/;

/** A claim that only `to` can open (architecture §7, S5). */
export class SealedItemDto {
  /** Claim path into the record. */
  @IsArray()
  @ArrayMaxSize(8)
  path!: (string | number | null)[];

  /** SHA-256 of the sealed disclosure, base64url; it stands in the record at `path`. */
  @Matches(DIGEST)
  digest!: string;

  /** The authority whose `encryption` key opens it. */
  @Matches(AUTHORITY)
  to!: string;

  /** Compact JWE, ECDH-ES+A256KW, A256GCM, `typ: sealed+jwe`; its plaintext is the disclosure. */
  @MaxLength(16_384)
  @Matches(COMPACT_JWE)
  jwe!: string;
}

/** A record with what travels beside it. */
export class PushDto {
  /** SD-JWT VC (RFC 9901): `<issuer-signed JWT>~<disclosure>~…~`. */
  @IsString()
  @MaxLength(65_536)
  record!: string;

  /** Clearances of the record's favourable assessments, each an SD-JWT VC. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(8)
  @IsString({ each: true })
  @MaxLength(4_096, { each: true })
  clearances?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @ValidateNested({ each: true })
  @Type(() => SealedItemDto)
  sealed?: SealedItemDto[];
}

/** A signed statement (architecture §6): a compact JWS, or JWS General JSON as text where several sign. */
export class StatementDto {
  @IsString()
  @MaxLength(65_536)
  statement!: string;
}
