import type { JsonSchema } from '#platform';
import type { OpenApi, Operation } from './complete-openapi.ts';

/** Where requests get stricter or answers poorer: what a client that was built on `before` trips over. */
export function breakingChanges(before: OpenApi, after: OpenApi): readonly string[] {
  return Object.entries(before.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const now = after.paths[path]?.[method];
      const route = `${method.toUpperCase()} ${path}`;
      if (!now) return [`${route} is gone`];
      return [
        ...parametersOf(operation, now),
        ...bodyOf(operation, before, now, after),
        ...answersOf(operation, before, now, after),
      ].map((change) => `${route}: ${change}`);
    }),
  );
}

type Parameter = { readonly name: string; readonly required: boolean };

function parametersOf(before: Operation, after: Operation): readonly string[] {
  const was = (before.parameters ?? []) as readonly Parameter[];
  return ((after.parameters ?? []) as readonly Parameter[])
    .filter(
      ({ name, required }) => required && !was.some((one) => one.name === name && one.required),
    )
    .map(({ name }) => `the parameter ${name} is now required`);
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const bodyOf = (before: Operation, was: OpenApi, after: Operation, is: OpenApi) =>
  Object.entries((before.requestBody?.content ?? {}) as Content).flatMap(([type, { schema }]) => {
    const now = (after.requestBody?.content as Content | undefined)?.[type];
    if (!now) return [`it takes no more ${type}`];
    return [...required(now.schema, is)]
      .filter((member) => !required(schema, was).has(member))
      .map((member) => `the request's ${member} is now required`);
  });

const answersOf = (before: Operation, was: OpenApi, after: Operation, is: OpenApi) =>
  Object.entries(before.responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([status, answer]) => {
      const now = after.responses[status] as { readonly content: Content } | undefined;
      if (!now) return [`it answers no more ${status}`];
      return Object.entries((answer as { readonly content: Content }).content).flatMap(
        ([type, { schema }]) => {
          if (!now.content[type]) return [`it answers no more ${type}`];
          const members = named(now.content[type].schema, is);
          return [...named(schema, was)]
            .filter((member) => !members.has(member))
            .map((member) => `the answer's ${member} is gone`);
        },
      );
    });

/** Pointers of all members that a value must have, where the objects they stand in are there. */
const required = (schema: JsonSchema, document: OpenApi): Set<string> =>
  new Set(
    placesIn(schema, document).flatMap(({ at, schema: { required = [] } }) =>
      (required as readonly string[]).map((name) => `${at}/${name}`),
    ),
  );

/** Pointers of all members that a value may have. */
const named = (schema: JsonSchema, document: OpenApi): Set<string> =>
  new Set(placesIn(schema, document).map(({ at }) => at));

type Place = { readonly at: string; readonly schema: JsonSchema };

function placesIn(schema: JsonSchema, document: OpenApi, at = ''): readonly Place[] {
  const { $ref } = schema;
  const whole =
    typeof $ref === 'string' ? document.components.schemas[$ref.split('/').at(-1)!]! : schema;
  const members = Object.entries((whole['properties'] ?? {}) as Record<string, JsonSchema>);
  const choices = ['oneOf', 'anyOf', 'allOf'].flatMap(
    (keyword) => (whole[keyword] ?? []) as readonly JsonSchema[],
  );
  return [
    { at, schema: whole },
    ...members.flatMap(([name, member]) => placesIn(member, document, `${at}/${name}`)),
    ...(whole['items'] ? placesIn(whole['items'] as JsonSchema, document, `${at}/*`) : []),
    ...choices.flatMap((choice) => placesIn(choice, document, at)),
  ];
}
