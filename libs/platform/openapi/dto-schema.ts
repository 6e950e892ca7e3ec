import 'reflect-metadata';
import { Type } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';
import type { DtoClass } from '../http/dto.ts';
import type { JsonSchema } from './json-schema.ts';

type Described = {
  readonly description: string;
  readonly example?: unknown;
  /** The class of a nested object, or of a list's items; made an instance of it before it is checked. */
  readonly of?: () => DtoClass<object>;
  /** What no validator says. */
  readonly schema?: JsonSchema;
};
type Members = Map<string, Described>;

const MEMBERS = Symbol('members');
const KEYWORDS = Symbol('keywords');

const membersOf = (type: object): Members =>
  (Reflect.getOwnMetadata(MEMBERS, type) as Members | undefined) ?? (new Map() as Members);

/** Describes a member of a DTO; its schema follows from its validators. */
export const Member =
  (description: string, more: Omit<Described, 'description'> = {}): PropertyDecorator =>
  (dto, name) => {
    const type = dto.constructor;
    const members = membersOf(type);
    members.set(String(name), { description, ...more });
    Reflect.defineMetadata(MEMBERS, members, type);
    if (more.of) Type(more.of)(dto, name);
  };

/** Says of a DTO what no member says alone. */
export const Keywords =
  (keywords: JsonSchema): ClassDecorator =>
  (type) =>
    Reflect.defineMetadata(KEYWORDS, keywords, type);

/** The JSON Schema of what `validateDto` accepts. @throws Error for a member or a validator that nothing describes */
export function dtoSchema(type: DtoClass<object>): JsonSchema {
  const members = membersOf(type);
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  const isOptional = (name: string) =>
    rules.some((rule) => rule.propertyName === name && rule.type === 'conditionalValidation');
  return {
    title: type.name.replace(/Dto$/, ''),
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, memberSchema(type, name, members)])),
    required: names.filter((name) => !isOptional(name)),
    additionalProperties: false,
    ...(Reflect.getOwnMetadata(KEYWORDS, type) as JsonSchema | undefined),
  };
}

function memberSchema(type: DtoClass<object>, name: string, members: Members): JsonSchema {
  const described = members.get(name);
  if (!described) throw new Error(`${type.name}.${name} has no description`);
  const { description, example, of, schema = {} } = described;
  const own: Record<string, unknown> = {};
  const ofItems: Record<string, unknown> = {};
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(type, '', false, false)) {
    if (rule.propertyName !== name || rule.type === 'conditionalValidation') continue;
    const constraints = (rule.constraints as readonly unknown[] | undefined) ?? [];
    const said =
      of && rule.type === 'nestedValidation' ? dtoSchema(of()) : says(rule.name, constraints);
    if (!said) throw new Error(`no schema says what ${rule.name} of ${type.name}.${name} does`);
    Object.assign(rule.each ? ofItems : own, said);
  }
  return {
    ...own,
    ...(Object.keys(ofItems).length > 0 && { items: ofItems }),
    ...schema,
    description,
    ...(example !== undefined && { examples: [example] }),
  };
}

/** What class-validator's decorators say, as JSON Schema. */
const SAYS: Readonly<Record<string, (constraint: unknown) => JsonSchema>> = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isArray: () => ({ type: 'array' }),
  isObject: () => ({ type: 'object' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isCivilDate: () => ({ type: 'string', format: 'date' }),
  matches: (pattern) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  maxLength: (maxLength) => ({ type: 'string', maxLength }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  equals: (value) => ({ const: value }),
};

const says = (
  name: string | undefined,
  [constraint]: readonly unknown[],
): JsonSchema | undefined =>
  name !== undefined && Object.hasOwn(SAYS, name) ? SAYS[name]!(constraint) : undefined;
