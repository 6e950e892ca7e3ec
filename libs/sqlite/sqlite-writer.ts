import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '#kernel';
import type { Channel } from './channel.ts';
import { compact } from './crossing.ts';
import { BUSY_TIMEOUT } from './database.ts';
import type { Arguments, Operations, Result } from './operations.ts';

/** A database as the calling thread sees it: calls go to the writer thread, reads may be done here. */
export class SqliteWriter<Module extends Operations> {
  readonly #channel: Channel;
  readonly #database: number;
  readonly #file: string;
  #reader: DatabaseSync | undefined;
  #closed: Promise<void> | undefined;

  constructor(channel: Channel, database: number, file: string) {
    this.#channel = channel;
    this.#database = database;
    this.#file = file;
  }

  /**
   * Runs an operation; resolves when what it wrote is durable. Throws what the operation threw, and
   * STORE_UNAVAILABLE for ever after a commit failed for another reason than a full disk.
   */
  async call<Name extends keyof Module & string>(
    operation: Name,
    ...args: Arguments<Module[Name]>
  ): Promise<Result<Module[Name]>> {
    this.#assertOpen();
    const result = this.#channel.call(this.#database, operation, args.map(compact));
    return (await result) as Result<Module[Name]>;
  }

  /** A read-only connection on the calling thread, always the same one. Sees what has been committed when a statement starts. */
  reader(): DatabaseSync {
    this.#assertOpen();
    if (this.#reader) return this.#reader;
    this.#reader = new DatabaseSync(this.#file, { readOnly: true, timeout: BUSY_TIMEOUT });
    this.#reader.exec('PRAGMA mmap_size = 0');
    return this.#reader;
  }

  /**
   * Empties the WAL into the database, after the calls made before: rows they deleted are then in neither file.
   * Throws STORE_UNAVAILABLE if a reader keeps an old state in use.
   */
  async checkpoint(): Promise<void> {
    this.#assertOpen();
    await this.#channel.control({ kind: 'checkpoint', database: this.#database });
  }

  /** Finishes the calls made before, then closes the database and lets another process have it. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // First the reader: the last connection to close empties the WAL, and a reader could not.
    this.#reader?.close();
    // With its thread the database is closed too.
    if (this.#channel.ended) return;
    await this.#channel.control({ kind: 'close', database: this.#database });
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreError('STORE_UNAVAILABLE', `${this.#file} is closed`);
  }
}
