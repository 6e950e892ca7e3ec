import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readConfiguration } from '#platform';
import { serverForTests } from '#testing/eventstoredb';
import type { Given } from '../conformance/given.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb.event-store.ts';
import type { EventStoreDbSettings } from './settings.ts';

const SOURCE = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

/** A store on the server that the tests have. `waiting` is false for a process that dies before the answer. */
export async function eventStoreDbGiven({ waiting = true, patience = 45_000 } = {}): Promise<
  Given & { readonly url: string; close(): Promise<void> }
> {
  const server = await serverForTests();
  const settings = settingsIn(server.url);
  const store = new EventStoreDbEventStore(settings);
  return {
    url: server.url,
    store,
    patience,
    another: async () => new EventStoreDbEventStore(settings),
    async appendAndDie(stream, events) {
      const append = `store.append(${JSON.stringify(stream)}, 'none', ${JSON.stringify(events)})`;
      const script = `
        import { EventStoreDbEventStore } from '#event-store/eventstoredb';
        const store = new EventStoreDbEventStore(${JSON.stringify(settings)});
        ${waiting ? 'await' : 'void'} ${append};
        process.kill(process.pid, 'SIGKILL');`;
      const run = promisify(execFile)(process.execPath, [...SOURCE, '--eval', script]);
      await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' });
      return new EventStoreDbEventStore(settings);
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

/** @throws ConfigurationError a sentence, as the processes give it */
function settingsIn(url: string): EventStoreDbSettings {
  const { EVENT_STORE_URL } = readConfiguration({ EVENT_STORE_URL: url }, ['EVENT_STORE_URL']);
  if (EVENT_STORE_URL.kind !== 'esdb') throw new Error('EVENTSTORE_URL names no EventStoreDB.');
  return EVENT_STORE_URL;
}
