import { join } from 'node:path';
import { HubClient, type KeyFolder } from '#client';
import { readGenesis } from '#composition';
import type { FanOut } from '#fan-out';
import type { Clock } from '#kernel';
import { ConfigurationError, type Configuration, type Lifecycle, type Metrics } from '#platform';
import type { SqliteThread } from '#sqlite';
import { Adapter, type AdapterAuthority } from '../adapter.ts';
import type { Country } from '../country.ts';
import { Inbox } from '../inbox/inbox.ts';
import { nationalSystemAt } from '../national-system/national-system-at.ts';
import type { Report } from '../report.ts';
import { servedHere } from './countries-here.ts';

export type AdapterConfiguration = Configuration<
  'GENESIS' | 'HUB_URL' | 'NATIONAL_SYSTEM_URL' | 'DATA'
> &
  Partial<Configuration<'GENESIS_HASH'>>;

/** What an adapter works with; whoever opened it closes it after the adapter. */
export type AdapterPorts = {
  readonly fanOut: FanOut;
  /** Hosts the inbox. */
  readonly thread: SqliteThread;
  readonly keys: KeyFolder;
  readonly clock: Clock;
  readonly report: Report;
};

export type StartedAdapter = {
  /** Messages for each authority that are not done; nobody's while what carries them cannot be asked. */
  waiting(): Promise<readonly (readonly [string, number])[]>;
};

/** A country's adapter, for those of its authorities whose keys are here. */
export async function startAdapter(
  country: Country,
  configuration: AdapterConfiguration,
  { fanOut, thread, keys, clock, report }: AdapterPorts,
  lifecycle: Lifecycle,
): Promise<StartedAdapter> {
  const { state } = country;
  const { GENESIS_HASH, HUB_URL, NATIONAL_SYSTEM_URL, DATA } = configuration;
  const { genesis } = await readGenesis(configuration, GENESIS_HASH);
  const served = servedHere(country, keys);
  if (served.length === 0)
    throw new ConfigurationError(
      `KEYS holds no keys of an authority of ${state} that has an adapter: ${country.authorities.join(', ')}.`,
    );
  const owned = await Promise.all(served.map((id) => authorityOf(id, keys, HUB_URL)));
  const inbox = await Inbox.open(thread, join(DATA, `inbox-${state}.db`));
  lifecycle.onClose(`inbox-${state}`, () => inbox.close());
  const nationalSystem = nationalSystemAt(NATIONAL_SYSTEM_URL, state);
  lifecycle.onClose(`national-system-${state}`, () => nationalSystem.close());
  const adapter = await Adapter.start({
    country,
    authorities: owned.map(({ authority }) => authority),
    genesis,
    hub: owned[0]!.hub,
    fanOut,
    inbox,
    nationalSystem,
    clock,
    report,
  });
  lifecycle.onClose(`adapter-${state}`, () => adapter.close());
  const waiting = () =>
    Promise.all(served.map(async (id) => [id, await fanOut.waiting(state, id)] as const));
  return { waiting: () => waiting().catch(() => []) };
}

/** How much waits, among the figures of the process. */
export const watchWaiting = (metrics: Metrics, adapters: readonly StartedAdapter[]): void =>
  metrics.watch(
    {
      label: 'authority',
      name: 'adapter_waiting_messages',
      help: 'Messages that were published for the authority and are not done',
    },
    async () => (await Promise.all(adapters.map((adapter) => adapter.waiting()))).flat(),
  );

/** An authority, and the hub as it uses it. */
async function authorityOf(
  id: string,
  keys: KeyFolder,
  hubUrl: string,
): Promise<{ readonly authority: AdapterAuthority; readonly hub: HubClient }> {
  const [encryption, statement, request] = await Promise.all(
    ['encryption', 'statement', 'request'].map((use) => keys.load(id, use)),
  );
  const hub = new HubClient(hubUrl, request);
  const authority = {
    id,
    encryptionKeys: [encryption!],
    statementKey: statement!,
    confirm: (text: string) => hub.confirmDeliveries(text),
    redrive: (after?: string) => hub.redriveUnheard(after),
  };
  return { authority, hub };
}
