import { Worker } from 'node:worker_threads';
import { Channel } from './channel.ts';
import type { Operations } from './operations.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** The URL of `./<name>` beside the module `url`, in the form this process runs: source (`.ts`) or built (`.js`). */
export const siblingModule = (url: string, name: string): URL =>
  new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url);

/**
 * The one thread of the process that writes to SQLite. It hosts any number of databases; for each, all calls that
 * wait are committed together. If the thread itself dies, every call fails with STORE_UNAVAILABLE from then on.
 */
export class SqliteThread {
  readonly #channel: Channel;
  readonly #writers = new Set<{ close(): Promise<void> }>();
  #lastDatabase = 0;

  private constructor(worker: Worker) {
    this.#channel = new Channel(worker);
  }

  static start(): SqliteThread {
    return new SqliteThread(new Worker(siblingModule(import.meta.url, 'thread')));
  }

  /**
   * Opens `file` for writing, makes it and its folder if absent, and runs the module's `schema`. Throws
   * STORE_LOCKED while another process (or thread) has it open, STORE_CORRUPT when it is no database, STORE_UNAVAILABLE
   * when SQLite does not grant WAL, synchronous=FULL (NORMAL where the module is disposable) and secure_delete. `module` exports an `OperationsModule`.
   */
  async open<Module extends Operations>(file: string, module: URL): Promise<SqliteWriter<Module>> {
    const database = ++this.#lastDatabase;
    await this.#channel.control({ kind: 'open', database, file, module: module.href });
    const writer = new SqliteWriter<Module>(this.#channel, database, file);
    this.#writers.add(writer);
    return writer;
  }

  /** Finishes what was called, closes every database and ends the thread. */
  async close(): Promise<void> {
    for (const writer of this.#writers) await writer.close();
    await this.#channel.close();
  }
}
