import type { Json, JsonObject } from '#kernel';
import { SPECIFICATION } from '../draft.ts';
import { CLEARANCE } from './clearance.ts';
import { isLevel, type CredentialType } from './record-type.ts';
import { RECORD_TYPES } from './record-types.ts';
import { compile, isFrame, type TableNode } from './table-tree.ts';

/**
 * JSON Schema (draft 2020-12) of a credential's claims as they read with every disclosure put in. Each disclosure
 * carries its sensitivity as `x-sensitivity`, each level its constant number of digests as `x-digests`. Rules between
 * claims, NFC and real dates are beyond JSON Schema; the error codes name them.
 */
export function jsonSchema(type: CredentialType): JsonObject {
  const clear = Object.fromEntries(
    Object.entries(type.clear).map(([name, { json }]) => [name, json]),
  );
  const { properties, required, ...rest } = nodeSchema(compile(type).root) as {
    readonly properties: JsonObject;
    readonly required: readonly string[];
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: type.vct,
    title: type.title,
    $comment: SPECIFICATION,
    ...rest,
    properties: { ...clear, ...properties },
    required: [...Object.keys(type.clear), ...required],
  };
}

function nodeSchema(node: TableNode): JsonObject {
  const { row, element } = node;
  const description = row.meaning;
  if (!isLevel(row)) return { ...row.schema.json, description, 'x-sensitivity': row.sensitivity };
  const level = isFrame(node) ? {} : { 'x-digests': row.digests };
  if (element)
    return {
      type: 'array',
      description,
      items: nodeSchema(element),
      minItems: isRequired(element) ? 1 : 0,
      maxItems: row.digests,
      ...level,
    };
  const members = [...node.members];
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(members.map(([name, member]) => [name, nodeSchema(member)])),
    required: members.filter(([, member]) => isRequired(member)).map(([name]) => name),
    additionalProperties: false,
    ...level,
  };
}

/** Whether the issuer must state it. */
const isRequired = ({ row, members, element }: TableNode): boolean =>
  isLevel(row)
    ? [...members.values(), ...(element ? [element] : [])].some(isRequired)
    : row.mandatory;

/** The file name in `contracts/records/` of every schema, and the schema. */
export const recordSchemas = (): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    [...Object.values(RECORD_TYPES), CLEARANCE].map((type) => [fileName(type), jsonSchema(type)]),
  );

/** `medical-certificate.1.schema.json` for `urn:eurasec:medical-certificate:1`. */
const fileName = ({ vct }: CredentialType): string =>
  `${vct.split(':').slice(2).join('.')}.schema.json`;
