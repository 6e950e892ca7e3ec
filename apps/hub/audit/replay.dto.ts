import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import { Member } from '#platform';
import { FitsIn } from '#platform/validators';

/** What of its history the hub is to replay, and against what. All of it unless said otherwise. */
export class ReplayRequestDto {
  @Member('Tell only what stands after this position; all before it is read as its ground.', {
    example: '0000000000000042',
  })
  @IsOptional()
  @IsString()
  @FitsIn(64)
  after?: string;

  @Member('Read nothing after this position.', { example: '0000000000001042' })
  @IsOptional()
  @IsString()
  @FitsIn(64)
  upTo?: string;

  @Member('Whether signatures of records and statements are verified again; default true.', {
    example: true,
  })
  @IsOptional()
  @IsBoolean()
  signatures?: boolean;

  @Member(
    'Signed checkpoints of the log that others kept, as C2SP writes them: what was cut off since shows only against them.',
    { example: ['hub.example\n1042\nu4vUVqh1nUXsCzZxQbiVQ4ESA0x0hQ8sBGYnCRzXlqs=\n\n…'] },
  )
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(16)
  @IsString({ each: true })
  @FitsIn(65_536, { each: true })
  checkpoints?: string[];
}
