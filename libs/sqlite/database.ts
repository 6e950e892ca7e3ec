import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '#kernel';
import { pack, type Call, type Reply } from './crossing.ts';
import { isPassing, isStorageFailure, primaryCode, SQLITE, storeError } from './errors.ts';
import { prepared, type OperationsModule } from './operations.ts';

/** Milliseconds a connection waits for another one's short lock, at a checkpoint or while the file is opened. */
export const BUSY_TIMEOUT = 1_000;

/** The first SQLite without the WAL-reset race of two connections (sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = [3, 51, 3];

/** A database with the only connection that writes to it; lives on the writer thread. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #lock: DatabaseSync;
  readonly #file: string;
  readonly #module: OperationsModule;
  /** Set once the file can no longer be trusted to keep what it is given; nothing is written after that. */
  #stopped: StoreError | undefined;

  constructor(file: string, module: OperationsModule) {
    this.#file = file;
    this.#module = module;
    mkdirSync(dirname(file), { recursive: true });
    this.#lock = lock(file);
    try {
      this.#db = open(file, module);
    } catch (error) {
      this.#lock.close();
      throw storeError(file, error);
    }
  }

  /**
   * Group commit: all calls in one transaction, each in a savepoint; one that throws is undone alone. Nothing is
   * answered before the commit is on disk, and a commit that fails fails every call of its group.
   */
  run(calls: readonly Call[]): Reply[] {
    if (this.#stopped) return refuseAll(calls, this.#stopped);
    try {
      this.#statement('BEGIN IMMEDIATE');
      const replies = calls.map((call) => this.#apply(call));
      this.#statement('COMMIT');
      return replies;
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      const error = storeError(this.#file, cause);
      // After a failed sync the kernel may have dropped the pages it could not write: trying again would
      // report success for data that is not there. A full disk and a lock refuse before that, and may pass.
      if (!isPassing(cause)) this.#stopped = error;
      return refuseAll(calls, error);
    }
  }

  /** Moves the whole WAL into the database and empties it, so that deleted rows are in neither file. */
  checkpoint(): void {
    const row = prepared(this.#db, 'PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (row?.['busy'] !== 0)
      throw new StoreError('STORE_UNAVAILABLE', `${this.#file}: a reader holds its WAL`);
  }

  close(): void {
    this.#db.close();
    this.#lock.close();
  }

  #apply([id, , name, args]: Call): Reply {
    this.#statement('SAVEPOINT call');
    try {
      const operation = this.#module.operations[name];
      if (!operation) throw new Error(`${this.#file} has no operation ${name}`);
      const value = operation(this.#db, ...(args as never[]));
      this.#statement('RELEASE call');
      return [id, true, value];
    } catch (error) {
      // SQLite itself rolls the whole transaction back after some failures: then the group fails.
      if (!this.#db.isTransaction || isStorageFailure(error)) throw error;
      this.#statement('ROLLBACK TO call');
      this.#statement('RELEASE call');
      return [id, false, pack(error)];
    }
  }

  #statement(sql: string): void {
    prepared(this.#db, sql).run();
  }
}

/**
 * Takes the right to write to `file`: an exclusive transaction on a side file, which the system frees however
 * the process ends. Not on the file itself, whose readers it would shut out.
 */
function lock(file: string): DatabaseSync {
  const db = new DatabaseSync(`${file}-lock`, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (cause) {
    db.close();
    if (primaryCode(cause) !== SQLITE.BUSY) throw storeError(file, cause);
    throw new StoreError('STORE_LOCKED', `${file} is open for writing elsewhere`, { cause });
  }
}

function open(file: string, { schema, disposable, pageSize }: OperationsModule): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    // Before anything is written: a file keeps the pages it was made with.
    if (pageSize !== undefined) db.exec(`PRAGMA page_size = ${pageSize}`);
    harden(db, file, disposable);
    db.exec(`BEGIN IMMEDIATE; ${schema}; COMMIT`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Values of `PRAGMA synchronous`: in a WAL, NORMAL loses the last commits to a power failure and never the file. */
const NORMAL = 1;
const FULL = 2;

/** Sets what the hub's promises rest on, and reads it back: a build of SQLite may decide otherwise without a word. */
export function harden(db: DatabaseSync, file: string, disposable = false): void {
  const read = (sql: string) => Object.values(db.prepare(sql).get() ?? {})[0];
  const version = String(read('SELECT sqlite_version()'));
  if (isOlder(version.split('.').map(Number), OLDEST_SQLITE))
    throw new StoreError('STORE_UNAVAILABLE', `SQLite ${version} can corrupt a WAL database`);
  const synchronous = disposable ? NORMAL : FULL;
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`);
  // Pages that a savepoint may have to bring back would else be written to a temporary file, keys of the vault too.
  db.exec('PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY');
  const wanted = { journal_mode: 'wal', synchronous, secure_delete: 1, temp_store: 2 };
  for (const [pragma, value] of Object.entries(wanted))
    if (read(`PRAGMA ${pragma}`) !== value)
      throw new StoreError('STORE_UNAVAILABLE', `${file} does not take ${pragma} = ${value}`);
}

function isOlder(version: readonly number[], oldest: readonly number[]): boolean {
  const at = oldest.findIndex((part, index) => version[index] !== part);
  return at >= 0 && (version[at] ?? 0) < (oldest[at] ?? 0);
}

const refuseAll = (calls: readonly Call[], error: StoreError): Reply[] =>
  calls.map(([id]) => [id, false, pack(error)]);
