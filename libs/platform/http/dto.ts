import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { WireError } from '#kernel';

type Dto = object;
export type DtoClass<Type extends Dto> = new () => Type;

const STRICT = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
};

/**
 * The value as an instance of its class, checked by the class's decorators; a member that no decorator
 * knows is refused. No refusal quotes a value.
 * @throws WireError `WIRE_SCHEMA_MISMATCH` with the pointer of the first member at fault
 */
export function validateDto<Type extends Dto>(type: DtoClass<Type>, value: unknown): Type {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError('WIRE_SCHEMA_MISMATCH', `no ${type.name}: not an object`, { pointer: '' });
  const dto = plainToInstance(type, value);
  const [error] = validateSync(dto, STRICT);
  if (error) throw refusal(type.name, error);
  return dto;
}

function refusal(dto: string, error: ValidationError): WireError {
  let pointer = '';
  let deepest = error;
  for (let next: ValidationError | undefined = error; next; next = next.children?.[0]) {
    pointer += `/${escaped(next.property)}`;
    deepest = next;
  }
  const [[rule, message] = ['unknown', '']] = Object.entries(deepest.constraints ?? {});
  return new WireError('WIRE_SCHEMA_MISMATCH', `no ${dto}: ${rule}`, {
    pointer,
    facts: { expected: expectation(rule, message, deepest.property) },
  });
}

/** RFC 6901 §3. */
const escaped = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');

/** class-validator says "code must be a string", and repeats the name of a member that should not be. */
function expectation(rule: string, message: string, property: string): string {
  if (rule === 'whitelistValidation') return 'no such member';
  return message.replace(`in ${property} `, '').replace(`${property} `, '');
}
