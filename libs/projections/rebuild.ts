import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { decode, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { storeError } from '#sqlite';
import type { Row, RowView } from './row-view.ts';
import { definitionOf, operations, ordered, schema, type Checkpoint } from './rows.ts';

/** A row that is in a read model's file and not as the events give it, by the columns that name it. */
export type WrongRow = {
  readonly table: string;
  readonly key: Row;
  readonly fault: 'MISSING' | 'SURPLUS' | 'DIFFERENT';
};

export type Compared =
  /** Made up to `position`; at most `MOST_WRONG` of the wrong rows are named. */
  | {
      readonly state: 'COMPARED';
      readonly position: Position;
      readonly rows: number;
      readonly wrong: number;
      readonly named: readonly WrongRow[];
    }
  /** Nothing to compare: no file, or rows of another version of the view, which the next start makes anew. */
  | { readonly state: 'ABSENT' }
  | { readonly state: 'OTHER_VERSION' }
  /** It has seen more events than the store holds: an older backup of the store was put back. */
  | { readonly state: 'AHEAD'; readonly position: Position };

const MOST_WRONG = 100;

/** Rows that are applied in one transaction. */
const BATCH = 1_000;

/**
 * Makes the rows of a view anew, in a place of its own, and compares them with those in the file of a read model. The
 * file is only read, and may be in use: it and its position are seen as of one moment.
 */
export class Rebuild {
  readonly #view: RowView;
  readonly #file: string;
  /** Without a name: it is gone when it is closed. */
  readonly #made = new DatabaseSync('');
  /** Where the file stood at first; it may have moved on when it is compared. */
  readonly #first: Position | null;
  #waiting: RecordedEvent[] = [];
  #position: Position | 'start' = 'start';

  constructor(view: RowView, file: string) {
    this.#view = view;
    this.#file = file;
    this.#made.exec(schema);
    operations.begin(this.#made, definitionOf(view), true);
    this.#first = this.#read((db) => checkpointIn(db).position) ?? null;
  }

  /** The next event, in the store's order. What the file has not seen is left alone. */
  take(event: RecordedEvent): void {
    if (this.#first === null || event.position > this.#first) return;
    this.#keep(event);
  }

  /** @param store where what came meanwhile is read from */
  async compare(store: Pick<EventStore, 'readAll' | 'end'>): Promise<Compared> {
    if (!existsSync(this.#file)) return { state: 'ABSENT' };
    const file = new DatabaseSync(this.#file, { readOnly: true });
    try {
      file.exec('BEGIN');
      const { definition, position } = checkpointIn(file);
      if (definition !== definitionOf(this.#view)) return { state: 'OTHER_VERSION' };
      if (position === null) return { state: 'ABSENT' };
      const end = await store.end();
      if (end === 'start' || position > end) return { state: 'AHEAD', position };
      const filter = { streamPrefixes: this.#view.prefixes };
      for await (const event of store.readAll(this.#position, filter)) {
        if (event.position > position) break;
        this.#keep(event);
      }
      this.#apply();
      return { state: 'COMPARED', position, ...this.#differences(file) };
    } catch (cause) {
      throw storeError(`${this.#file} cannot be read`, cause);
    } finally {
      file.close();
    }
  }

  close(): void {
    this.#made.close();
  }

  #keep(event: RecordedEvent): void {
    this.#position = event.position;
    if (!this.#view.prefixes.some((prefix) => event.stream.startsWith(prefix))) return;
    this.#waiting.push(event);
    if (this.#waiting.length >= BATCH) this.#apply();
  }

  /** What no view can read changes no row; that it is there is for others to find. */
  #apply(): void {
    const nowhere = { position: null, recordedAt: null };
    this.#made.exec('BEGIN');
    for (const event of this.#waiting)
      try {
        operations.apply(this.#made, this.#view.changes(decode(event)), nowhere);
      } catch {
        continue;
      }
    this.#made.exec('COMMIT');
    this.#waiting = [];
  }

  #differences(file: DatabaseSync) {
    let rows = 0;
    const named: WrongRow[] = [];
    let wrong = 0;
    for (const [table, description] of Object.entries(this.#view.tables)) {
      const { key } = description;
      const [made, kept] = [this.#made, file].map((db) => ordered(db, table, description));
      for (const { row, fault } of merged(made!, kept!, key)) {
        rows++;
        if (!fault) continue;
        wrong++;
        if (named.length < MOST_WRONG) named.push({ table, key: columnsOf(row, key), fault });
      }
    }
    return { rows, wrong, named };
  }

  #read<Result>(ask: (db: DatabaseSync) => Result): Result | undefined {
    if (!existsSync(this.#file)) return undefined;
    const db = new DatabaseSync(this.#file, { readOnly: true });
    try {
      return ask(db);
    } catch (cause) {
      throw storeError(`${this.#file} cannot be read`, cause);
    } finally {
      db.close();
    }
  }
}

function checkpointIn(db: DatabaseSync): Pick<Checkpoint, 'position'> & { definition: unknown } {
  const row = db.prepare('SELECT definition, position FROM checkpoint').get();
  return { definition: row?.['definition'], position: (row?.['position'] ?? null) as Position };
}

/** Rows of two tables side by side, both in the order of their keys. */
function* merged(made: Iterator<Row>, kept: Iterator<Row>, key: readonly string[]) {
  let [one, other] = [made.next(), kept.next()];
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compare(one.value, other.value, key);
    const row = (order <= 0 ? one.value : other.value) as Row;
    const fault =
      order < 0
        ? ('MISSING' as const)
        : order > 0
          ? ('SURPLUS' as const)
          : JSON.stringify(one.value) === JSON.stringify(other.value)
            ? undefined
            : ('DIFFERENT' as const);
    yield { row, fault };
    if (order <= 0) one = made.next();
    if (order >= 0) other = kept.next();
  }
}

/** As SQLite orders them: texts by their bytes. */
function compare(one: Row, other: Row, key: readonly string[]): number {
  for (const column of key) {
    const [a, b] = [one[column], other[column]];
    const order =
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
    if (order !== 0) return order;
  }
  return 0;
}

const columnsOf = (row: Row, key: readonly string[]): Row =>
  Object.fromEntries(key.map((column) => [column, row[column] ?? null]));
