import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#event-store/sqlite';
import { SqliteThread } from '#sqlite';

export type TemporaryStore = {
  readonly folder: string;
  readonly thread: SqliteThread;
  readonly store: SqliteEventStore;
  /** Opens another file of the folder on the same thread. */
  open(name: string): Promise<SqliteEventStore>;
  /** Ends the thread and removes the folder. */
  close(): Promise<void>;
};

/** A store in a folder of its own, for tests. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), 'event-store-'));
  const thread = SqliteThread.start();
  const open = (name: string) => SqliteEventStore.open(thread, join(folder, name));
  const store = await open('events.db');
  const close = async () => {
    await store.close();
    await thread.close();
    await rm(folder, { recursive: true });
  };
  return { folder, thread, store, open, close };
}
