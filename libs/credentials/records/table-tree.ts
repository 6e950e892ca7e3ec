import {
  isLevel,
  isSealed,
  type ClaimRow,
  type CredentialType,
  type LevelRow,
} from './record-type.ts';

/** A table as a tree: what a level holds, by name, or what each of its elements is. */
export type TableNode = {
  readonly row: ClaimRow | LevelRow;
  readonly members: ReadonlyMap<string, TableNode>;
  readonly element: TableNode | undefined;
};
type Growing = {
  row: ClaimRow | LevelRow;
  members: Map<string, Growing>;
  element: Growing | undefined;
};

/** What is worked out of a table once. */
export type CompiledTable = {
  readonly root: TableNode;
  /** The rows of claims that travel sealed. */
  readonly sealed: readonly ClaimRow[];
};

const compiled = new WeakMap<CredentialType, CompiledTable>();

export function compile(type: CredentialType): CompiledTable {
  const known = compiled.get(type);
  if (known) return known;
  const claims = type.rows.filter((row): row is ClaimRow => !isLevel(row));
  const table = { root: grow(type), sealed: claims.filter(isSealed) };
  compiled.set(type, table);
  return table;
}

function grow({ rows: [first, ...rows] }: CredentialType): TableNode {
  const root = leaf(first!);
  for (const row of rows) {
    let holder = root;
    for (const name of row.path.slice(0, -1)) holder = holder.members.get(name!)!;
    const name = row.path.at(-1)!;
    if (name === null) holder.element = leaf(row);
    else holder.members.set(name, leaf(row));
  }
  return root;
}

const leaf = (row: ClaimRow | LevelRow): Growing => ({
  row,
  members: new Map(),
  element: undefined,
});

/** Its members stand in the clear and hold the digests. */
export const isFrame = ({ row }: TableNode): boolean => isLevel(row) && row.digests === 0;
