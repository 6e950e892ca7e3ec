import { WireError, type ClaimPath, type Json, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import { escapePointer } from '../values/pointer.ts';
import { isLevel, isSealed, type CredentialType } from './record-type.ts';
import { compile, type TableNode } from './table-tree.ts';

/** Who looks, and so what must be there: the issuer sees all, the hub all but S5, a recipient what it is shown. */
export type View = 'issued' | 'pushed' | 'presented';

/** The claim at a path of member names, if it is there. */
export function at(claims: JsonObject, path: ClaimPath): Json | undefined {
  let value: Json | undefined = claims;
  for (const name of path) value = isObject(value) ? value[String(name)] : undefined;
  return value;
}

/**
 * Every claim is one of the table and as its schema says; what the view must see is there.
 * @throws WireError `WIRE_SCHEMA_MISMATCH` with a pointer into the claims
 */
export function assertClaims(type: CredentialType, claims: JsonObject, view: View): void {
  assertClear(type, claims);
  assertMembers(compile(type).root, claims, '', view, type.clear);
}

/** The members that the type shows in the clear are all there, and as they should be. @throws as `assertClaims` */
export function assertClear({ clear }: CredentialType, claims: JsonObject): void {
  for (const [name, schema] of Object.entries(clear)) {
    const flaw = schema.check(claims[name] ?? null);
    if (flaw) throw mismatch(flaw.wrong, `/${name}${flaw.pointer}`);
  }
}

function assertNode(node: TableNode, value: Json, pointer: string, view: View): void {
  const { row, element } = node;
  if (!isLevel(row)) {
    const flaw = row.schema.check(value);
    if (flaw) throw mismatch(flaw.wrong, pointer + flaw.pointer);
  } else if (element) {
    assertElements(element, row.digests, value, pointer, view);
  } else {
    assertMembers(node, value, pointer, view);
  }
}

function assertElements(
  element: TableNode,
  most: number,
  value: Json,
  pointer: string,
  view: View,
): void {
  if (!Array.isArray(value)) throw mismatch('must be an array', pointer);
  if (value.length > most) throw mismatch(`has more than ${most} elements`, pointer);
  if (value.length === 0 && isDue(element, view)) throw mismatch('is empty', pointer);
  for (const [index, one] of (value as readonly Json[]).entries())
    assertNode(element, one, `${pointer}/${index}`, view);
}

function assertMembers(
  { members }: TableNode,
  value: Json,
  pointer: string,
  view: View,
  clear: object = {},
): void {
  if (!isObject(value)) throw mismatch('must be an object', pointer);
  for (const name of Object.keys(value))
    if (!members.has(name) && !Object.hasOwn(clear, name))
      throw mismatch('is not a claim of this type', `${pointer}/${escapePointer(name)}`);
  for (const [name, member] of members) {
    const given = value[name];
    if (given !== undefined) assertNode(member, given, `${pointer}/${name}`, view);
    else if (isDue(member, view)) throw mismatch('is missing', `${pointer}/${name}`);
  }
}

/** Whether the view must see something here. */
function isDue({ row, members, element }: TableNode, view: View): boolean {
  if (view === 'presented') return false;
  if (!isLevel(row)) return row.mandatory && (view === 'issued' || !isSealed(row));
  const held = element ? [element] : [...members.values()];
  return held.some((one) => isDue(one, view));
}

/** The pointer may quote a name that somebody made up; the message does not. */
export const mismatch = (wrong: string, pointer: string) =>
  new WireError('WIRE_SCHEMA_MISMATCH', `a claim ${wrong}`, { pointer });
