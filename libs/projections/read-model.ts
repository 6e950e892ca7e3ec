import type { StoredEvent } from '#event-store';
import type { Instant } from '#kernel';
import { siblingModule, storeError, type SqliteThread, type SqliteWriter } from '#sqlite';
import { Follower, type Followed, type FollowOptions } from './follower.ts';
import type { Row, RowView } from './row-view.ts';
import { definitionOf, select, type Checkpoint, type operations, type Range } from './rows.ts';

/** Milliseconds between two commits of live rows: pushes wait for the thread meanwhile. */
const REST = 100;

type Writer = SqliteWriter<typeof operations>;

/**
 * The rows of a view in a SQLite file of this process, kept in step with the store. They and the position
 * they stand at change in one transaction, so a start goes on where the last run ended.
 */
export class ReadModel extends Follower {
  readonly #writer: Writer;
  readonly #view: RowView;
  #recordedAt: Instant | null;

  private constructor(
    store: Followed,
    view: RowView,
    writer: Writer,
    checkpoint: Checkpoint,
    options?: FollowOptions,
  ) {
    super(
      store,
      {
        after: checkpoint.position ?? 'start',
        prefixes: view.prefixes,
        rest: REST,
        apply: async (events, position) => {
          const recordedAt = latest(this.#recordedAt, events);
          const changes = events.flatMap((event) => view.changes(event));
          await writer.call('apply', changes, { position, recordedAt });
          this.#recordedAt = recordedAt;
        },
      },
      options,
    );
    this.#writer = writer;
    this.#view = view;
    this.#recordedAt = checkpoint.recordedAt;
  }

  /**
   * Opens the rows in `file` and follows the store from where they stand; from zero if they are of another
   * version of the view, or ahead of a store that was put back from a backup.
   */
  static async open(
    thread: SqliteThread,
    file: string,
    view: RowView,
    store: Followed,
    options?: FollowOptions,
  ): Promise<ReadModel> {
    const module = siblingModule(import.meta.url, 'rows');
    const writer = await thread.open<typeof operations>(file, module);
    const definition = definitionOf(view);
    const kept = await writer.call('begin', definition, false);
    const end = await store.end();
    const ahead = kept.position !== null && (end === 'start' || kept.position > end);
    const checkpoint = ahead ? await writer.call('begin', definition, true) : kept;
    return new ReadModel(store, view, writer, checkpoint, options);
  }

  /** The latest recordedAt among the events that were applied, in this run or before. */
  get recordedAt(): Instant | undefined {
    return this.#recordedAt ?? undefined;
  }

  /** The rows of `table` whose columns equal `where`, in the order of their keys; `range` for a part of many. */
  find(table: string, where: Row = {}, range: Range = {}): Row[] {
    const description = this.#view.tables[table];
    if (!description) throw new Error(`the view has no table ${table}`);
    try {
      return select(this.#writer.reader(), table, description.key, where, range);
    } catch (cause) {
      throw storeError('a read model cannot be read', cause);
    }
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#writer.close();
  }
}

function latest(known: Instant | null, events: readonly StoredEvent[]): Instant | null {
  return events.reduce<Instant | null>(
    (last, { at }) => (last === null || at > last ? at : last),
    known,
  );
}
