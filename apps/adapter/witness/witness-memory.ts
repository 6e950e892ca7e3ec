import type { Instant } from '#kernel';
import { prepared, siblingModule, type SqliteThread, type SqliteWriter } from '#sqlite';
import type { operations } from './operations.ts';

/** A checkpoint that the witness cosigned. */
export type SeenHead = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** With the log's signature and the witness' own, and no stranger's. */
  readonly note: string;
};

/** A checkpoint that the log signed, as it sent it, and that contradicts what the witness had seen. */
export type RefusedCheckpoint = SeenHead & {
  readonly reason: 'ANOTHER_ROOT' | 'NOT_AN_EXTENSION';
  readonly at: Instant;
};

/** What a witness must not forget, in one SQLite file. A copy of it must never be brought back in its place. */
export class WitnessMemory {
  readonly #writer: SqliteWriter<typeof operations>;

  private constructor(writer: SqliteWriter<typeof operations>) {
    this.#writer = writer;
  }

  static async open(thread: SqliteThread, file: string): Promise<WitnessMemory> {
    const module = siblingModule(import.meta.url, 'operations');
    return new WitnessMemory(await thread.open<typeof operations>(file, module));
  }

  /** The newest that was cosigned of a log. */
  head(origin: string): SeenHead | undefined {
    return prepared(this.#writer.reader(), 'SELECT * FROM head WHERE origin = ?').get(origin) as
      SeenHead | undefined;
  }

  /** Durable once it resolves. False if another came first: of those who saw one head, one moves on from it. */
  advance(from: SeenHead | undefined, to: SeenHead): Promise<boolean> {
    return this.#writer.call('advance', from, to);
  }

  refuse(checkpoint: RefusedCheckpoint): Promise<void> {
    return this.#writer.call('refuse', checkpoint);
  }

  refused(): RefusedCheckpoint[] {
    const sql = 'SELECT * FROM refused ORDER BY origin, size, at';
    return prepared(this.#writer.reader(), sql).all() as unknown as RefusedCheckpoint[];
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
