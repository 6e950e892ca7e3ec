import type { JsonObject } from '#kernel';
import { isObject } from '#signing';

/** What a value must look like: as JSON Schema (draft 2020-12) to publish, and as a check to apply. */
export type Form = {
  readonly schema: JsonObject;
  /** The pointer (RFC 6901) of the member at fault, or undefined if the value fits. */
  fault(value: unknown, pointer: string): string | undefined;
};

/** A text that `pattern` matches whole; patterns are anchored and linear. */
export const text = (pattern: string, isValid: (value: string) => boolean = () => true): Form => {
  const expression = new RegExp(pattern, 'u');
  return {
    schema: { type: 'string', pattern },
    fault: (value, pointer) =>
      typeof value === 'string' && expression.test(value) && isValid(value) ? undefined : pointer,
  };
};

export const oneOf = (...values: readonly string[]): Form => ({
  schema: { enum: values },
  fault: (value, pointer) =>
    typeof value === 'string' && values.includes(value) ? undefined : pointer,
});

export const boolean: Form = {
  schema: { type: 'boolean' },
  fault: (value, pointer) => (typeof value === 'boolean' ? undefined : pointer),
};

export const integer = (minimum: number, maximum: number): Form => ({
  schema: { type: 'integer', minimum, maximum },
  fault: (value, pointer) =>
    Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
      ? undefined
      : pointer,
});

/** A list in which nothing stands twice. */
export const list = (item: Form, minItems: number, maxItems: number): Form => ({
  schema: { type: 'array', items: item.schema, minItems, maxItems, uniqueItems: true },
  fault(value, pointer) {
    if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return pointer;
    if (new Set(value).size < value.length) return pointer;
    return first(value.map((one, index) => () => item.fault(one, `${pointer}/${index}`)));
  },
});

type Members = Readonly<Record<string, Form>>;

/** An object with exactly these members; the `optional` ones may be missing. */
export const object = (required: Members, optional: Members = {}): Form => {
  const members = { ...required, ...optional };
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(members).map(([name, form]) => [name, form.schema]),
      ),
      required: Object.keys(required),
      additionalProperties: false,
    },
    fault(value, pointer) {
      if (!isObject(value)) return pointer;
      const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
      if (unknown !== undefined)
        return `${pointer}/${unknown.replace(/~/g, '~0').replace(/\//g, '~1')}`;
      const expected = Object.entries(members).filter(
        ([name]) => Object.hasOwn(required, name) || Object.hasOwn(value, name),
      );
      return first(
        expected.map(
          ([name, form]) =>
            () =>
              form.fault(value[name], `${pointer}/${name}`),
        ),
      );
    },
  };
};

/** One of several objects, told apart by the presence or value that `choose` looks at. */
export const either = (choose: (value: JsonObject) => Form, ...forms: readonly Form[]): Form => ({
  schema: { oneOf: forms.map(({ schema }) => schema) },
  fault: (value, pointer) => (isObject(value) ? choose(value).fault(value, pointer) : pointer),
});

function first(faults: readonly (() => string | undefined)[]): string | undefined {
  for (const fault of faults) {
    const found = fault();
    if (found !== undefined) return found;
  }
  return undefined;
}
