import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryStore } from '#testing';
import type { Given } from '../conformance/given.conformance.ts';

const SOURCE = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

/** A SQLite store for the conformance suite. `waiting` is false for a process that dies before the answer. */
export async function sqliteGiven({ waiting = true, patience = 3_000 } = {}): Promise<
  Given & { close(): Promise<void> }
> {
  const { folder, store, open, close } = await temporaryStore();
  return {
    store,
    patience,
    close,
    another: () => open(`${randomUUID()}.db`),
    async appendAndDie(stream, events) {
      const name = `${randomUUID()}.db`;
      const append = `store.append(${JSON.stringify(stream)}, 'none', ${JSON.stringify(events)})`;
      const script = `
        import { SqliteThread } from '#sqlite';
        import { SqliteEventStore } from '#event-store/sqlite';
        const store = await SqliteEventStore.open(SqliteThread.start(), ${JSON.stringify(join(folder, name))});
        ${waiting ? 'await' : 'void'} ${append};
        process.kill(process.pid, 'SIGKILL');`;
      const run = promisify(execFile)(process.execPath, [...SOURCE, '--eval', script]);
      await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
      return open(name);
    },
  };
}
