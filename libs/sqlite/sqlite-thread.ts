import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { StoreError } from '#kernel';
import { compact, unpack, type Call, type Control, type Reply, type Request } from './crossing.ts';
import { BUSY_TIMEOUT } from './database.ts';
import type { Arguments, Operations, Result } from './operations.ts';

type Waiting = { resolve(value: unknown): void; reject(reason: unknown): void };

/** The URL of `./<name>` beside the module `url`, in the form this process runs: source (`.ts`) or built (`.js`). */
export const siblingModule = (url: string, name: string): URL =>
  new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url);

/**
 * The one thread of the process that writes to SQLite. It hosts any number of databases; for each, all calls that
 * wait are committed together. If the thread itself dies, every call fails with STORE_UNAVAILABLE from then on.
 */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #writers = new Set<SqliteWriter<Operations>>();
  #outgoing: Call[] = [];
  #lastId = 0;
  #ended: StoreError | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (replies: readonly Reply[]) => this.#answer(replies));
    worker.on('error', (cause) => this.#end('the writer thread failed', cause));
    worker.on('exit', () => this.#end('the writer thread has ended'));
  }

  static start(): SqliteThread {
    return new SqliteThread(new Worker(siblingModule(import.meta.url, 'thread')));
  }

  /**
   * Opens `file` for writing, makes it and its folder if absent, and runs the module's `schema`. Throws
   * STORE_LOCKED while another process (or thread) has it open, STORE_CORRUPT when it is no database, STORE_UNAVAILABLE
   * when SQLite does not grant WAL, synchronous=FULL and secure_delete. `module` exports an `OperationsModule`.
   */
  async open<Module extends Operations>(file: string, module: URL): Promise<SqliteWriter<Module>> {
    const database = ++this.#lastId;
    await this.control({ kind: 'open', database, file, module: module.href });
    const writer = new SqliteWriter<Module>(this, database, file, () =>
      this.#writers.delete(entry),
    );
    const entry = writer as unknown as SqliteWriter<Operations>;
    this.#writers.add(entry);
    return writer;
  }

  /** Finishes what was called, closes every database and ends the thread. */
  async close(): Promise<void> {
    for (const writer of [...this.#writers]) await writer.close();
    this.#ended ??= new StoreError('STORE_UNAVAILABLE', 'the writer thread is closed');
    await this.#worker.terminate();
  }

  /** For `SqliteWriter`: sends a call with all others of this turn of the event loop. */
  send(database: number, operation: string, args: unknown[]): Promise<unknown> {
    return this.#expect((id) => {
      if (this.#outgoing.length === 0) setImmediate(() => this.#flush());
      this.#outgoing.push([id, database, operation, args]);
    });
  }

  /** For `SqliteWriter`: sends a request behind every call made before it. */
  control(control: Control): Promise<unknown> {
    return this.#expect((id) => {
      this.#flush();
      this.#post({ kind: 'control', id, control });
    });
  }

  #expect(send: (id: number) => void): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const calls = this.#outgoing;
    this.#outgoing = [];
    this.#post({ kind: 'calls', calls });
  }

  #post(request: Request): void {
    this.#worker.postMessage(request);
  }

  #answer(replies: readonly Reply[]): void {
    for (const [id, done, value] of replies) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (done) waiting?.resolve(value);
      else waiting?.reject(unpack(value));
    }
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new StoreError('STORE_UNAVAILABLE', message, { cause });
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** A database as the calling thread sees it: calls go to the writer thread, reads may be done here. */
export class SqliteWriter<Module extends Operations> {
  readonly #thread: SqliteThread;
  readonly #database: number;
  readonly #file: string;
  readonly #forget: () => void;
  #reader: DatabaseSync | undefined;
  #closed: Promise<void> | undefined;

  constructor(thread: SqliteThread, database: number, file: string, forget: () => void) {
    this.#thread = thread;
    this.#database = database;
    this.#file = file;
    this.#forget = forget;
  }

  /**
   * Runs an operation; resolves when what it wrote is durable. Throws what the operation threw, and
   * STORE_UNAVAILABLE for ever after a commit failed for another reason than a full disk.
   */
  call<Name extends keyof Module & string>(
    operation: Name,
    ...args: Arguments<Module[Name]>
  ): Promise<Result<Module[Name]>> {
    if (this.#closed)
      return Promise.reject(new StoreError('STORE_UNAVAILABLE', `${this.#file} is closed`));
    const sent = this.#thread.send(this.#database, operation, compact(args) as unknown[]);
    return sent as Promise<Result<Module[Name]>>;
  }

  /** A read-only connection on the calling thread, always the same one. Sees what has been committed when a statement starts. */
  reader(): DatabaseSync {
    if (this.#closed) throw new StoreError('STORE_UNAVAILABLE', `${this.#file} is closed`);
    if (this.#reader) return this.#reader;
    this.#reader = new DatabaseSync(this.#file, { readOnly: true, timeout: BUSY_TIMEOUT });
    this.#reader.exec('PRAGMA mmap_size = 0');
    return this.#reader;
  }

  /** Empties the WAL into the database: rows deleted before are then in neither file. */
  async checkpoint(): Promise<void> {
    await this.#thread.control({ kind: 'checkpoint', database: this.#database });
  }

  /** Finishes the calls made before, then closes the database and lets another process have it. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    // First the reader: the last connection to close empties the WAL, and a reader could not.
    this.#reader?.close();
    await this.#thread.control({ kind: 'close', database: this.#database });
    this.#forget();
  }
}
