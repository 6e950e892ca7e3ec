import type { Json, JsonObject } from '#kernel';

/** What is wrong with a value, and where: an RFC 6901 pointer that starts at the value. Never the value itself. */
export type Flaw = { readonly pointer: string; readonly wrong: string };

/**
 * One description of a value, used twice: `check` decides, `json` says the same as JSON Schema (draft 2020-12)
 * for other systems. `Value` is what a checked value is; it exists for the compiler only.
 */
export type Schema<Value extends Json = Json> = {
  readonly json: JsonObject;
  readonly check: (value: Json) => Flaw | undefined;
  readonly value?: Value;
};

/** The type of the values that pass a schema. */
export type ValueOf<S> = S extends Schema<infer Value> ? Value : never;

const flaw = (wrong: string, pointer = ''): Flaw => ({ pointer, wrong });

/** A string of `min` to `max` Unicode code points in NFC, without lone surrogates. */
export function text(
  limits: { min?: number; max: number; pattern?: RegExp; format?: string },
  accept: (value: string) => boolean = () => true,
): Schema<string> {
  const { min = 1, max, pattern, format } = limits;
  const isTooLong = (value: string) => value.length > max && [...value].length > max;
  return {
    json: {
      type: 'string',
      minLength: min,
      maxLength: max,
      ...(pattern && { pattern: pattern.source }),
      ...(format && { format }),
    },
    check(value) {
      if (typeof value !== 'string') return flaw('must be a string');
      if (value.length < min) return flaw(`must have at least ${min} characters`);
      if (isTooLong(value)) return flaw(`must have at most ${max} characters`);
      if (pattern && !pattern.test(value)) return flaw(`must match ${pattern.source}`);
      if (!value.isWellFormed() || value !== value.normalize('NFC'))
        return flaw('must be Unicode text in NFC');
      return accept(value) ? undefined : flaw(`must be a real ${format ?? 'value'}`);
    },
  };
}

/** One of a closed list. */
export function code<const Code extends string>(codes: readonly Code[]): Schema<Code> {
  const known = new Set<Json>(codes);
  return {
    json: { enum: codes },
    check: (value) => (known.has(value) ? undefined : flaw('must be a code of the list')),
  };
}

/** This one value. */
export const constant = <const Value extends string | boolean>(value: Value): Schema<Value> => ({
  json: { const: value },
  check: (given) => (given === value ? undefined : flaw(`must be ${value}`)),
});

export const boolean: Schema<boolean> = {
  json: { type: 'boolean' },
  check: (value) => (typeof value === 'boolean' ? undefined : flaw('must be true or false')),
};

/** A whole number from `minimum` to `maximum`. */
export const integer = (minimum: number, maximum: number): Schema<number> => ({
  json: { type: 'integer', minimum, maximum },
  check: (value) =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
      ? undefined
      : flaw(`must be a whole number from ${minimum} to ${maximum}`),
});

/** An array of `min` to `max` different values. */
export function list<Value extends Json>(
  element: Schema<Value>,
  { min = 1, max }: { min?: number; max: number },
): Schema<readonly Value[]> {
  return {
    json: {
      type: 'array',
      minItems: min,
      maxItems: max,
      uniqueItems: true,
      items: element.json,
    },
    check(value) {
      if (!Array.isArray(value)) return flaw('must be an array');
      if (value.length < min || value.length > max)
        return flaw(`must have ${min} to ${max} elements`);
      for (const [index, one] of (value as readonly Json[]).entries()) {
        const found = element.check(one);
        if (found) return flaw(found.wrong, `/${index}${found.pointer}`);
      }
      const different = new Set(value.map((one) => JSON.stringify(one)));
      return different.size === value.length ? undefined : flaw('must name each value once');
    },
  };
}
