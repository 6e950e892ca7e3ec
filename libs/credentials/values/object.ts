import type { JsonObject } from '#kernel';
import { isObject } from '#signing';
import { escapePointer } from './pointer.ts';
import type { Flaw, Schema, ValueOf } from './schema.ts';

type Members = Readonly<Record<string, Schema>>;

type ObjectOf<Required extends Members, Optional extends Members> = {
  readonly [Name in keyof Required]: ValueOf<Required[Name]>;
} & { readonly [Name in keyof Optional]?: ValueOf<Optional[Name]> };

/** While `member` has one of `values`: which other members must be there, which must not. */
export type Condition = {
  readonly member: string;
  readonly values: readonly (string | boolean)[];
  readonly needs?: readonly string[];
  readonly forbids?: readonly string[];
};

/** An object with exactly these members; conditions say what depends on what. */
export function object<Required extends Members, Optional extends Members = Record<never, never>>(
  required: Required,
  optional: Optional = {} as Optional,
  conditions: readonly Condition[] = [],
): Schema<ObjectOf<Required, Optional>> {
  const members = new Map<string, Schema>(Object.entries({ ...required, ...optional }));
  const mandatory = Object.keys(required);
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries([...members].map(([name, { json }]) => [name, json])),
      required: mandatory,
      additionalProperties: false,
      ...(conditions.length > 0 && { allOf: conditions.map(conditionSchema) }),
    },
    check(value) {
      if (!isObject(value)) return { pointer: '', wrong: 'must be an object' };
      for (const name of mandatory)
        if (value[name] === undefined) return { pointer: `/${name}`, wrong: 'is missing' };
      for (const name of Object.keys(value)) {
        const found = members.get(name)?.check(value[name]!) ?? unknownMember(members, name);
        if (found)
          return { pointer: `/${escapePointer(name)}${found.pointer}`, wrong: found.wrong };
      }
      return unmetCondition(conditions, value);
    },
  };
}

const unknownMember = (members: ReadonlyMap<string, Schema>, name: string): Flaw | undefined =>
  members.has(name) ? undefined : { pointer: '', wrong: 'is not a member of this object' };

function unmetCondition(conditions: readonly Condition[], value: JsonObject): Flaw | undefined {
  for (const { member, values, needs = [], forbids = [] } of conditions) {
    const given = value[member];
    if (!values.some((one) => one === given)) continue;
    const missing = needs.find((name) => value[name] === undefined);
    if (missing) return { pointer: `/${missing}`, wrong: `is missing while ${member} is ${given}` };
    const surplus = forbids.find((name) => value[name] !== undefined);
    if (surplus)
      return { pointer: `/${surplus}`, wrong: `must not be given while ${member} is ${given}` };
  }
  return undefined;
}

const conditionSchema = ({ member, values, needs = [], forbids = [] }: Condition): JsonObject => ({
  if: { properties: { [member]: { enum: values } }, required: [member] },
  then: {
    ...(needs.length > 0 && { required: needs }),
    ...(forbids.length > 0 && {
      properties: Object.fromEntries(forbids.map((name) => [name, false])),
    }),
  },
});
