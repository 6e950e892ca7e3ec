import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Genesis } from '#signing';
import { prepared, storeError } from '#sqlite';
import {
  GrowingTree,
  leafHash,
  NO_OWN_EVENTS,
  noteKey,
  openCheckpoint,
  ownEventsLine,
  parseLogEntry,
  parseOwnEvents,
  withOwnEvent,
  type LogEntry,
} from '#transparency';

/**
 * The entries that a notary keeps of a store, in a SQLite file of its own: of its log's leaves and of the log's own events
 * between them, so of every event, in the store's order. It is no more than a help to name what differs: it counts only
 * once it was proved by the checkpoint beside it.
 */
export class LogFile {
  readonly #db: DatabaseSync;
  readonly #genesis: Genesis;
  readonly #leaves: number;
  /** How many leaves stand before each of the log's own events. */
  readonly #own: readonly number[];
  #ownPlaces: ReadonlyMap<string, number> | undefined;
  /** The last checkpoint that the notary had seen in its stream. */
  readonly checkpoint: string | undefined;

  private constructor(db: DatabaseSync, genesis: Genesis) {
    this.#db = db;
    this.#genesis = genesis;
    this.#leaves = Number(this.#get('SELECT count(*) AS size FROM entry')?.['size']);
    const own = prepared(db, 'SELECT leaves FROM own ORDER BY revision').all();
    this.#own = own.map(({ leaves }) => Number(leaves));
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

  /** Events, as it was opened: the notary may go on meanwhile. */
  get size(): number {
    return this.#leaves + this.#own.length;
  }

  /** Whether the checkpoint covers the entries as they are, but for the last ones. */
  get isProved(): boolean {
    const { checkpoint } = this;
    if (checkpoint === undefined) return false;
    const { origin, hub } = this.#genesis;
    try {
      const log = noteKey('log', origin, hub.log);
      const opened = openCheckpoint(checkpoint, { origin, log, witnesses: [] });
      const { size, root, extensions = [] } = opened;
      const tree = new GrowingTree();
      for (let leaf = 0; leaf < size; leaf++)
        tree.append(leafHash(this.#leaf(leaf)!), () => undefined);
      const said = parseOwnEvents(extensions)!;
      let own = NO_OWN_EVENTS;
      for (const [at, leaves] of this.#own.slice(0, said.count).entries())
        own = withOwnEvent(own, this.#ownEvent(at)!, leaves);
      return tree.root().equals(root) && ownEventsLine(own) === ownEventsLine(said);
    } catch {
      return false;
    }
  }

  /** @throws WireError WIRE_LOG_ENTRY for a place that is not there, or holds no entry */
  entry(place: number): LogEntry {
    return parseLogEntry(this.#bytes(place) ?? Buffer.alloc(0));
  }

  /** Whether these are the bytes in that place. */
  holds(place: number, entry: Buffer): boolean {
    return this.#bytes(place)?.equals(entry) ?? false;
  }

  /** The place of an event, by its id. */
  placeOf(event: string): number | undefined {
    const leaf = this.#get('SELECT leaf FROM entry WHERE event = ?', event)?.['leaf'];
    if (leaf === undefined) return this.#placesOfOwn.get(event);
    return Number(leaf) + this.#ownBefore((revision) => this.#own[revision]! <= Number(leaf));
  }

  close(): void {
    this.#db.close();
  }

  get #placesOfOwn(): ReadonlyMap<string, number> {
    this.#ownPlaces ??= new Map(
      this.#own.map((leaves, at) => [parseLogEntry(this.#ownEvent(at)!).id, leaves + at]),
    );
    return this.#ownPlaces;
  }

  /** How many of the log's own events come first of which something holds that holds of no later one. */
  #ownBefore(isBefore: (revision: number) => boolean): number {
    let [from, to] = [0, this.#own.length];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (isBefore(middle)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #bytes(place: number): Buffer | undefined {
    const before = this.#ownBefore((revision) => this.#own[revision]! + revision < place);
    const isOwn = this.#own[before] === place - before;
    return isOwn ? this.#ownEvent(before) : this.#leaf(place - before);
  }

  #leaf(leaf: number): Buffer | undefined {
    return entryIn(this.#get('SELECT entry FROM entry WHERE leaf = ?', leaf));
  }

  #ownEvent(revision: number): Buffer | undefined {
    return entryIn(this.#get('SELECT entry FROM own WHERE revision = ?', revision));
  }

  #get(sql: string, ...values: (string | number)[]) {
    return prepared(this.#db, sql).get(...values);
  }
}

function entryIn(row: Record<string, unknown> | undefined): Buffer | undefined {
  const entry = row?.['entry'];
  return entry instanceof Uint8Array ? Buffer.from(entry) : undefined;
}
