import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { FitsIn } from '#platform/validators';
import { Member } from '#platform';
import { EXAMPLE_DIGEST, EXAMPLE_JWS } from '../platform/answers.ts';

const COMPACT_JWE = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){4}$/;
const DIGEST = /^[A-Za-z0-9_-]{43}$/;
const AUTHORITY = /^[A-Z]{2}(\.[A-Z0-9]+)+$/;

const STEP = { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 0 }, { type: 'null' }] };

/** A claim that only `to` can open (architecture §7, S5). */
export class SealedItemDto {
  @Member('Claim path into the record.', {
    example: ['examinations', 'HIV', 'finding'],
    schema: { items: STEP },
  })
  @IsArray()
  @ArrayMaxSize(8)
  path!: (string | number | null)[];

  @Member('SHA-256 of the sealed disclosure, base64url; it stands in the record at `path`.', {
    example: EXAMPLE_DIGEST,
  })
  @Matches(DIGEST)
  digest!: string;

  @Member('The authority whose `encryption` key opens it.', { example: 'RU.MOH' })
  @Matches(AUTHORITY)
  to!: string;

  @Member(
    'Compact JWE, ECDH-ES+A256KW, A256GCM, `typ: sealed+jwe`; its plaintext is the disclosure.',
    { example: 'eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn' },
  )
  @FitsIn(16_384)
  @Matches(COMPACT_JWE)
  jwe!: string;
}

/** A record with what travels beside it. */
export class PushDto {
  @Member('SD-JWT VC (RFC 9901): the issuer-signed JWT and every disclosure that is not sealed.', {
    example: `${EXAMPLE_JWS}~WyJzYWx0IiwidmFsaWRVbnRpbCIsIjIwMjgtMDItMjkiXQ~`,
  })
  @IsString()
  @FitsIn(65_536)
  record!: string;

  @Member("Clearances of the record's favourable assessments, each an SD-JWT VC.", {
    example: [`${EXAMPLE_JWS}~WyJzYWx0IiwicHJvZmlsZSIsIlJVL0xBQk9VUi8yIl0~`],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(8)
  @IsString({ each: true })
  @FitsIn(4_096, { each: true })
  clearances?: string[];

  @Member('Claims that only one authority can open (S5: HIV, drug use, mental health).', {
    of: () => SealedItemDto,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @ValidateNested({ each: true })
  sealed?: SealedItemDto[];
}

/** A signed statement (architecture §6). */
export class StatementDto {
  @Member(
    'A compact JWS, or JWS General JSON as text where several sign; contracts/statements/ has the payloads.',
    {
      example: EXAMPLE_JWS,
    },
  )
  @IsString()
  @FitsIn(65_536)
  statement!: string;
}
