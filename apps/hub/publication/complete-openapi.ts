import { ERROR_CODES, WireError, type ErrorCode } from '#kernel';
import { problemOf, REFUSES, type JsonSchema } from '#platform';
import { AT_OR_AFTER, PROBLEM } from '../platform/answers.ts';
import {
  OF_ALL,
  OF_BODIES,
  OF_PARAMETERS,
  OF_POSITIONS,
  OF_SIGNED_REQUESTS,
} from '../platform/refusals.ts';

/** The parts of an OpenAPI document that are looked at here. */
export type OpenApi = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly [kind: string]: unknown;
  };
};

export type Operation = {
  readonly summary?: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly [keyword: string]: unknown;
};

const PROBLEM_TYPE = 'application/problem+json';
const FAILED = '500';

/** The document with every refusal described, and every schema that has a title as a component. */
export function completed(document: OpenApi): OpenApi {
  const used = new Set<ErrorCode>();
  const paths = mapped(document.paths, (operations, path) =>
    mapped(operations, (operation, method) => {
      if (!operation.summary) throw new Error(`${method} ${path} is not described`);
      return withRefusals(operation, used, path.startsWith('/v1/'));
    }),
  );
  const schemas: Record<string, JsonSchema> = { Problem: PROBLEM };
  const hoisted = hoist(paths, schemas) as OpenApi['paths'];
  return {
    ...document,
    paths: hoisted,
    components: {
      ...document.components,
      schemas: sorted(schemas),
      examples: sorted(Object.fromEntries([...used].map((code) => [code, exampleOf(code)]))),
      responses: { [FAILED]: failed },
      parameters: { [AT_OR_AFTER.name]: AT_OR_AFTER },
    },
  };
}

/** What an operation refuses: its own codes, and those that its body, parameters and signature bring along. */
function withRefusals(
  { [REFUSES]: own = [], ...operation }: Operation,
  used: Set<ErrorCode>,
  takesPosition: boolean,
): Operation {
  const codes = new Set<ErrorCode>([
    ...OF_ALL,
    ...(takesPosition ? OF_POSITIONS : []),
    ...(operation.security ? OF_SIGNED_REQUESTS : []),
    ...(operation.parameters?.length ? OF_PARAMETERS : []),
    ...(operation.requestBody?.content['application/json'] ? OF_BODIES : []),
    ...(own as readonly ErrorCode[]),
  ]);
  const byStatus = Map.groupBy([...codes].sort(), (code) => String(problem(code).status));
  for (const code of codes) used.add(code);
  const refusals = [...byStatus].map(([status, some]) => [status, refusal(some)] as const);
  const parameters = [
    ...(operation.parameters ?? []),
    ...(takesPosition ? [{ $ref: `#/components/parameters/${AT_OR_AFTER.name}` }] : []),
  ];
  return {
    ...operation,
    parameters,
    responses: {
      ...operation.responses,
      ...Object.fromEntries(
        refusals.map(([status, one]) => [status, merged(operation.responses[status], one)]),
      ),
      [FAILED]: { $ref: `#/components/responses/${FAILED}` },
    },
  };
}

/** A status may be an answer and a refusal: each has its own media type. */
const merged = (answer: unknown, one: Refusal): unknown =>
  answer === undefined
    ? one
    : {
        ...(answer as object),
        content: { ...(answer as Refusal).content, ...one.content },
      };

type Refusal = {
  readonly description: string;
  readonly content: Readonly<Record<string, unknown>>;
};

const refusal = (codes: readonly ErrorCode[]): Refusal => ({
  description: `Refused: ${codes.join(', ')}`,
  content: {
    [PROBLEM_TYPE]: {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { enum: codes } } },
        ],
      },
      examples: Object.fromEntries(
        codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
      ),
    },
  },
});

const problem = (code: ErrorCode) => problemOf(new WireError(code, ''));

const exampleOf = (code: ErrorCode) => ({ summary: ERROR_CODES[code][0], value: problem(code) });

const failed = {
  description: 'A fault of the hub; tell its operator the `traceId`.',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Puts a reference in the place of every schema with a title, and the schema into `schemas`. */
function hoist(value: unknown, schemas: Record<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((one) => hoist(one, schemas));
  if (typeof value !== 'object' || value === null) return value;
  const whole = mapped(value as Record<string, unknown>, (one, name) =>
    name === 'example' || name === 'examples' ? one : hoist(one, schemas),
  );
  const { title } = whole;
  if (typeof title !== 'string' || !/^[A-Z][A-Za-z]+$/.test(title)) return whole;
  const known = schemas[title];
  if (known && JSON.stringify(known) !== JSON.stringify(whole))
    throw new Error(`two schemas are called ${title}`);
  schemas[title] = whole;
  return { $ref: `#/components/schemas/${title}` };
}

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
