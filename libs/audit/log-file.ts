import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Genesis } from '#signing';
import { prepared, storeError } from '#sqlite';
import {
  GrowingTree,
  leafHash,
  noteKey,
  openCheckpoint,
  parseLogEntry,
  type LogEntry,
} from '#transparency';

/**
 * The entries that a notary keeps of its log, in a SQLite file of its own: what was logged, event by event. It is no more
 * than a help to name what differs: it counts only once it was proved by the checkpoint beside it.
 */
export class LogFile {
  readonly #db: DatabaseSync;
  readonly #genesis: Genesis;
  /** As it was opened: the notary may go on meanwhile. */
  readonly size: number;
  /** The last checkpoint that the notary had seen in its stream. */
  readonly checkpoint: string | undefined;

  private constructor(db: DatabaseSync, genesis: Genesis) {
    this.#db = db;
    this.#genesis = genesis;
    this.size = Number(this.#get('SELECT count(*) AS size FROM entry')?.['size']);
    const note = this.#get("SELECT checkpoint FROM checkpoint WHERE type = 'CheckpointSigned'")?.[
      'checkpoint'
    ];
    this.checkpoint = typeof note === 'string' ? note : undefined;
  }

  /** @returns undefined where there is no file. @throws StoreError STORE_CORRUPT */
  static open(file: string, genesis: Genesis): LogFile | undefined {
    if (!existsSync(file)) return undefined;
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      return new LogFile(db, genesis);
    } catch (cause) {
      db.close();
      throw storeError(file, cause);
    }
  }

  /** Whether the checkpoint covers the entries as they are, but for the last ones. */
  get isProved(): boolean {
    const { checkpoint } = this;
    if (checkpoint === undefined) return false;
    const { origin, hub } = this.#genesis;
    try {
      const log = noteKey('log', origin, hub.log);
      const { size, root } = openCheckpoint(checkpoint, { origin, log, witnesses: [] });
      const tree = new GrowingTree();
      for (let leaf = 0; leaf < size; leaf++)
        tree.append(leafHash(this.#bytes(leaf)!), () => undefined);
      return tree.root().equals(root);
    } catch {
      return false;
    }
  }

  /** @throws WireError WIRE_LOG_ENTRY for a leaf that is not there, or no entry */
  entry(leaf: number): LogEntry {
    return parseLogEntry(this.#bytes(leaf) ?? Buffer.alloc(0));
  }

  /** Whether these are the bytes of that leaf. */
  holds(leaf: number, entry: Buffer): boolean {
    return this.#bytes(leaf)?.equals(entry) ?? false;
  }

  /** The leaf of an event, by its id. */
  leafOf(event: string): number | undefined {
    const leaf = this.#get('SELECT leaf FROM entry WHERE event = ?', event)?.['leaf'];
    return leaf === undefined ? undefined : Number(leaf);
  }

  close(): void {
    this.#db.close();
  }

  #bytes(leaf: number): Buffer | undefined {
    const entry = this.#get('SELECT entry FROM entry WHERE leaf = ?', leaf)?.['entry'];
    return entry instanceof Uint8Array ? Buffer.from(entry) : undefined;
  }

  #get(sql: string, ...values: (string | number)[]) {
    return prepared(this.#db, sql).get(...values);
  }
}
