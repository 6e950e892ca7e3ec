import type { Json, JsonObject } from '#kernel';
import { encodeBase64url, sha256 } from '#signing';
import { ELEMENT, SD } from '../draft.ts';
import {
  isLevel,
  isSealed,
  type ClaimRow,
  type LevelRow,
  type TablePath,
} from '../records/record-type.ts';
import { isFrame, type TableNode } from '../records/table-tree.ts';
import { randomText } from './random-text.ts';

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;

/** A disclosure as its issuer makes it. */
export type MadeDisclosure = {
  readonly path: TablePath;
  readonly digest: string;
  /** As it travels. */
  readonly text: string;
};

/** Claims behind digests, and what opens them. */
export type Packed = {
  readonly payload: JsonObject;
  readonly open: readonly MadeDisclosure[];
  /** Of S5 claims: they leave the issuer only sealed. */
  readonly closed: readonly MadeDisclosure[];
};

type Made = { readonly open: MadeDisclosure[]; readonly closed: MadeDisclosure[] };

/** Puts every claim of a table behind a salted digest; decoys fill each level up to its constant number. */
export function pack(root: TableNode, claims: JsonObject): Packed {
  const made: Made = { open: [], closed: [] };
  return { payload: packMembers(root, claims, made), ...made };
}

function packed(node: TableNode, value: Json | undefined, made: Made): Json {
  const { row, element } = node;
  if (!isLevel(row)) return value!;
  return element
    ? packElements(element, row, (value ?? []) as readonly Json[], made)
    : packMembers(node, (value ?? {}) as JsonObject, made);
}

function packMembers(node: TableNode, claims: JsonObject, made: Made): JsonObject {
  const values: [string, Json][] = [];
  const digests: string[] = [];
  for (const [name, member] of node.members) {
    // A level is always there, so that an absent claim in it does not show.
    if (claims[name] === undefined && !isLevel(member.row)) continue;
    const value = packed(member, claims[name], made);
    if (isFrame(node)) values.push([name, value]);
    else digests.push(disclose(member, [name, value], made));
  }
  return isFrame(node)
    ? Object.fromEntries(values)
    : { [SD]: filledUp(digests, (node.row as LevelRow).digests) };
}

const packElements = (
  element: TableNode,
  row: LevelRow,
  values: readonly Json[],
  made: Made,
): readonly Json[] =>
  filledUp(
    values.map((value) => disclose(element, [packed(element, value, made)], made)),
    row.digests,
  ).map((digest) => ({ [ELEMENT]: digest }));

/** Makes the disclosure of a claim (RFC 9901 §4.2) and gives its digest. */
function disclose({ row }: TableNode, content: readonly Json[], made: Made): string {
  const text = encodeBase64url(JSON.stringify([randomText(SALT_BYTES), ...content]));
  const digest = sha256(text);
  const isClosed = isSealed(row as ClaimRow);
  (isClosed ? made.closed : made.open).push({ path: row.path, digest, text });
  return digest;
}

/** With decoys, in the order of the digests, which is random: neither number nor order says what is behind them. */
function filledUp(digests: string[], count: number): string[] {
  while (digests.length < count) digests.push(randomText(DIGEST_BYTES));
  return digests.sort();
}
