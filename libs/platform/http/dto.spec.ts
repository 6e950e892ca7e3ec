import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { WireError } from '#kernel';
import { DtoPipe } from './dto.pipe.ts';
import { validateDto } from './dto.ts';

class Part {
  @IsInt() 'a/b~c'!: number;
}
class Whole {
  @IsString() record!: string;
  @IsOptional() @ArrayMaxSize(2) @MaxLength(3, { each: true }) codes?: string[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Part) parts?: Part[];
}

const refusal = (value: unknown) => {
  try {
    validateDto(Whole, value);
  } catch (error) {
    const { code, pointer, facts, message } = error as WireError;
    return { code, pointer, ...facts, message };
  }
  return undefined;
};
const expected = (pointer: string, rule: string, expectation: string) => ({
  code: 'WIRE_SCHEMA_MISMATCH',
  pointer,
  expected: expectation,
  message: `no Whole: ${rule}`,
});

describe('a DTO', () => {
  test('that fits comes back as an instance, all the way down', () => {
    const whole = validateDto(Whole, { record: 'r', parts: [{ 'a/b~c': 1 }] });
    expect(whole).toBeInstanceOf(Whole);
    expect(whole.parts?.[0]).toBeInstanceOf(Part);
  });

  test.each([null, [], 'text', 1, undefined])('is not made of %p', (value) =>
    expect(refusal(value)).toEqual({
      code: 'WIRE_SCHEMA_MISMATCH',
      pointer: '',
      message: 'no Whole: not an object',
    }),
  );

  test('names the member at fault', () => {
    expect(refusal({})).toEqual(expected('/record', 'isString', 'must be a string'));
    expect(refusal({ record: 'r', codes: ['long enough'] })).toEqual(
      expected('/codes', 'maxLength', 'each value must be shorter than or equal to 3 characters'),
    );
  });

  test('points into nested members, with the escapes of RFC 6901', () =>
    expect(refusal({ record: 'r', parts: [{ 'a/b~c': 1 }, { 'a/b~c': 'x' }] })).toEqual(
      expected('/parts/1/a~1b~0c', 'isInt', 'must be an integer number'),
    ));

  test('has no members but its own', () => {
    expect(refusal({ record: 'r', other: 1 })).toEqual(
      expected('/other', 'whitelistValidation', 'no such member'),
    );
    expect(refusal({ record: 'r', parts: [{ 'a/b~c': 1, other: 1 }] })).toEqual(
      expected('/parts/0/other', 'whitelistValidation', 'no such member'),
    );
  });

  test('never quotes a value', () =>
    expect(JSON.stringify(refusal({ record: { name: 'Testov' } }))).not.toContain('Testov'));
});

describe('the pipe', () => {
  const pipe = new DtoPipe();

  test('checks parameters and queries', () => {
    expect(() => pipe.transform({}, { type: 'query', metatype: Whole })).toThrow(WireError);
    expect(() => pipe.transform({}, { type: 'param', metatype: Whole })).toThrow(WireError);
  });

  test('leaves alone what is no DTO, and bodies', () => {
    expect(pipe.transform('KG', { type: 'param', metatype: String })).toBe('KG');
    expect(pipe.transform({}, { type: 'custom', metatype: Whole })).toEqual({});
  });
});
