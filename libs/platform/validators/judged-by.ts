import {
  getMetadataStorage,
  ValidateBy,
  type ValidationArguments,
  type ValidationOptions,
} from 'class-validator';

/** What a plain check says of a text: why it is refused, if so, and what is worth knowing if not. Never the text itself. */
export type Verdict = { readonly refused?: string; readonly warnings?: readonly string[] };

type Judge = (text: string, dto: object) => Verdict;

/** Ours, among the constraints of all decorators of a class. */
const judges = new WeakSet<Judge>();

/**
 * A class-validator decorator over a plain check. Its message names the property and the reason, and
 * shows no value, for messages are logged and sent.
 */
export function judgedBy(
  name: string,
  expectation: string,
  judge: Judge,
  options?: ValidationOptions,
): PropertyDecorator {
  judges.add(judge);
  return ValidateBy(
    {
      name,
      constraints: [judge],
      validator: {
        validate: (value: unknown, { object }: ValidationArguments) =>
          typeof value === 'string' && judge(value, object).refused === undefined,
        defaultMessage: ({ property, value, object }: ValidationArguments) => {
          const place = options?.each ? `each value in ${property}` : property;
          const reason = textsOf(value)
            .map((text) => judge(text, object).refused)
            .find((refused) => refused !== undefined);
          return `${place} must be ${expectation}${reason ? ` (${reason})` : ''}`;
        },
      },
    },
    options,
  );
}

export type ValidationWarning = { readonly property: string; readonly code: string };

/**
 * What our decorators found worth knowing in an object that passed validation: assumed check digits,
 * hints that do not match, mapped letters. Holds no values.
 */
export const warningsOf = (dto: object): readonly ValidationWarning[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(dto.constructor, '', false, false)
    .flatMap(({ propertyName: property, constraints }) => {
      const judge: unknown = (constraints as unknown[] | undefined)?.[0];
      if (!isJudge(judge)) return [];
      return textsOf(Reflect.get(dto, property))
        .flatMap((text) => judge(text, dto).warnings ?? [])
        .map((code) => ({ property, code }));
    });

const isJudge = (value: unknown): value is Judge =>
  typeof value === 'function' && judges.has(value as Judge);

/** The value, or with `each` its elements, as far as they are texts. */
const textsOf = (value: unknown): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');
