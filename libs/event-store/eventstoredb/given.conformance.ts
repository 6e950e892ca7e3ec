import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Given } from '../conformance/given.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import type { EventStoreDbSettings } from './settings.ts';
import { serverForTests } from './server.conformance.ts';

const SOURCE = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

/** A store on the server that the tests have. `waiting` is false for a process that dies before the answer. */
export async function eventStoreDbGiven({ waiting = true, patience = 20_000 } = {}): Promise<
  Given & { close(): Promise<void> }
> {
  const server = await serverForTests();
  const store = new EventStoreDbEventStore(server.settings);
  return {
    store,
    patience,
    another: async () => new EventStoreDbEventStore(server.settings),
    async appendAndDie(stream, events) {
      const append = `store.append(${JSON.stringify(stream)}, 'none', ${JSON.stringify(events)})`;
      const script = `
        import { EventStoreDbEventStore } from '#event-store/eventstoredb';
        const store = new EventStoreDbEventStore(${JSON.stringify(server.settings)});
        ${waiting ? 'await' : 'void'} ${append};
        process.kill(process.pid, 'SIGKILL');`;
      const run = promisify(execFile)(process.execPath, [...SOURCE, '--eval', script]);
      await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
      return new EventStoreDbEventStore(server.settings);
    },
    async close() {
      await store.close();
      await server.close();
    },
  };
}

/** How a store of this process reaches a stand-in. */
export const settingsFor = (port: number): EventStoreDbSettings => ({
  hosts: [{ address: '127.0.0.1', port }],
  discover: false,
  tls: false,
});
