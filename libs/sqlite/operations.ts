import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * What may be done to a database, by name. Each runs inside the writer thread's transaction, in a savepoint of its
 * own: it is all or nothing, and throwing undoes it alone. Synchronous; arguments and results are structured-cloned.
 */
export type Operations = {
  readonly [name: string]: (db: DatabaseSync, ...args: never[]) => unknown;
};

/** What a module of operations exports. `schema` runs at every opening, so it says `IF NOT EXISTS`. */
export type OperationsModule = {
  readonly schema: string;
  readonly operations: Operations;
  /** What is lost can be made again: commits are whole and in order, but only a checkpoint waits for the disk. */
  readonly disposable?: boolean;
  /** Bytes of a page of a file that is made anew; SQLite's 4,096 by default. For rows larger than that. */
  readonly pageSize?: number;
};

/** What `call` takes for an operation: its parameters after the database. */
export type Arguments<Operation> = Operation extends (
  db: DatabaseSync,
  ...args: infer Rest
) => unknown
  ? Rest
  : never;

/** What `call` resolves to. */
export type Result<Operation> = Operation extends (...args: never[]) => infer Value ? Value : never;

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** The statement of `sql`, compiled once per connection. `sql` is a constant: nothing is ever dropped. */
export function prepared(db: DatabaseSync, sql: string): StatementSync {
  let known = statements.get(db);
  if (!known) statements.set(db, (known = new Map<string, StatementSync>()));
  let statement = known.get(sql);
  if (!statement) known.set(sql, (statement = db.prepare(sql)));
  return statement;
}
