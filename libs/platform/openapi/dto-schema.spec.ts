import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { HubError } from '#kernel';
import { validateDto } from '../http/dto.ts';
import { dtoSchema, Keywords, Member } from './dto-schema.ts';

class Part {
  @Member('Which.')
  @Matches(/^[a-z]{1,3}$/)
  name!: string;
}

@Keywords({ anyOf: [{ required: ['text'] }, { required: ['parts'] }] })
class NoteDto {
  @Member('What it says.', { example: 'hello' })
  @ValidateIf((note: NoteDto) => note.parts === undefined)
  @IsString()
  @MaxLength(8)
  text?: string;

  @Member('Of what it is made.', { of: () => Part })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  parts?: Part[];

  @Member('For what it stands.')
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @MaxLength(3, { each: true })
  tags?: string[];

  @Member('How often.')
  @IsInt()
  @Min(1)
  @Max(9)
  count!: number;
}

describe('the schema of a DTO', () => {
  const schema = dtoSchema(NoteDto);
  const fits = new Ajv2020().compile(schema);

  test('is named like it, and describes its members', () => {
    expect(schema).toMatchObject({ title: 'Note', required: ['count'] });
    expect(schema['properties']).toMatchObject({
      text: { description: 'What it says.', examples: ['hello'] },
      parts: { items: { title: 'Part' } },
    });
  });

  test.each<[boolean, object]>([
    [true, { text: 'hello', count: 1 }],
    [true, { parts: [{ name: 'abc' }], count: 9 }],
    [true, { text: 'hello', tags: ['a', 'b'], count: 1 }],
    [false, { count: 1 }],
    [false, { text: 'too long a text', count: 1 }],
    [false, { text: 1, count: 1 }],
    [false, { text: 'hello', count: 0 }],
    [false, { text: 'hello', count: 10 }],
    [false, { text: 'hello', count: 1.5 }],
    [false, { text: 'hello' }],
    [false, { text: 'hello', count: 1, other: 1 }],
    [false, { text: 'hello', tags: 'a', count: 1 }],
    [false, { text: 'hello', tags: ['abcd'], count: 1 }],
    [false, { parts: [{ name: 'A' }], count: 1 }],
    [false, { parts: [{ name: 'a', more: 1 }], count: 1 }],
    [false, { parts: [{ name: 'a' }, { name: 'b' }, { name: 'c' }], count: 1 }],
  ])('says what its validators say: %s for %j', (isGood, value) => {
    expect([fits(value), isAccepted(value)]).toEqual([isGood, isGood]);
  });

  test('is not made where a member has no description', () => {
    class Silent {
      @IsString() text!: string;
    }
    expect(() => dtoSchema(Silent)).toThrow('Silent.text has no description');
  });

  test('is not made where a validator has no schema', () => {
    class Other {
      @Member('Where to write.')
      @IsEmail()
      address!: string;
    }
    expect(() => dtoSchema(Other)).toThrow('no schema says what isEmail of Other.address does');
  });
});

function isAccepted(value: object): boolean {
  try {
    return validateDto(NoteDto, value) instanceof NoteDto;
  } catch (error) {
    if (error instanceof HubError) return false;
    throw error;
  }
}
