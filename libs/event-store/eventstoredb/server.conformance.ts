import { StandIn } from '#testing/eventstoredb';
import type { EventStoreDbSettings } from './settings.ts';

export type TestServer = { readonly settings: EventStoreDbSettings; close(): Promise<void> };

export async function serverForTests(): Promise<TestServer> {
  const standIn = await StandIn.start();
  return {
    settings: {
      hosts: [{ address: '127.0.0.1', port: standIn.port }],
      discover: false,
      tls: false,
    },
    close: () => standIn.close(),
  };
}
