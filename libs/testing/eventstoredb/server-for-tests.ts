import { dockerWorks } from '../shared/commands.ts';
import { startInDocker } from './docker.ts';
import { StandIn } from './stand-in.ts';

export type TestServer = { readonly url: string; close(): Promise<void> };

const MISSING =
  'There is no EventStoreDB to test with. Set EVENTSTORE_URL to one (esdb://…; the tests write only to streams of their own), or start Docker.';

/**
 * What the suite of a real server runs against: the one that EVENTSTORE_URL names, which others may use too, else one in
 * Docker. Without `npm run test:eventstoredb`, which asks for a real one, it is the stand-in.
 */
export async function serverForTests(): Promise<TestServer> {
  const url = process.env['EVENTSTORE_URL'];
  if (url !== undefined) return { url, close: () => Promise.resolve() };
  if (process.env['EVENTSTORE_SERVER'] !== 'real') return StandIn.start();
  if (await dockerWorks()) return startInDocker();
  throw new Error(MISSING);
}
