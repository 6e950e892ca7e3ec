import { WireError, type Json, type JsonObject } from '#kernel';
import { isObject } from '#signing';
import type { Level } from '../sd-jwt/resolve.ts';
import { pointerOf } from '../values/pointer.ts';
import { isLevel, type CredentialType } from './record-type.ts';
import { compile, isFrame, type TableNode } from './table-tree.ts';

/**
 * Every level that can be seen has exactly the digests its type fixes and nothing in the clear beside them; no
 * other place holds digests. So their number says nothing, and a lone digest's place names its claim unopened.
 * @throws WireError `WIRE_DIGEST_COUNT` with a pointer into the claims
 */
export function assertLevels(
  type: CredentialType,
  claims: JsonObject,
  levels: readonly Level[],
): void {
  const unexpected = new Map(levels.map((level) => [pointerOf(level.path), level]));
  const visit = (node: TableNode, value: Json, pointer: string) => {
    const { row, members } = node;
    if (!isLevel(row)) return;
    if (!isFrame(node)) {
      const level = unexpected.get(pointer);
      // The payload's own members in the clear are the type's, and were checked when it was read.
      const plain = pointer === '' ? 0 : level?.plain;
      if (level?.digests.length !== row.digests || plain !== 0)
        throw wrongCount(pointer, row.digests);
      unexpected.delete(pointer);
    }
    for (const [name, member] of members) {
      const held = isObject(value) ? value[name] : undefined;
      if (held !== undefined) visit(member, held, `${pointer}/${name}`);
      else if (isFrame(node)) throw wrongCount(`${pointer}/${name}`, 1);
    }
  };
  visit(compile(type).root, claims, '');
  for (const pointer of unexpected.keys()) throw wrongCount(pointer, 0);
}

const wrongCount = (pointer: string, expected: number) =>
  new WireError('WIRE_DIGEST_COUNT', `not ${expected} digests at ${pointer}`, {
    pointer,
    facts: { expected },
  });
