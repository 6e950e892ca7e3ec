import { dirname, join } from 'node:path';
import { HubClient, type KeyFolder } from '#client';
import type { FanOut } from '#fan-out';
import type { Clock } from '#kernel';
import type { Lifecycle, Report } from '#platform';
import type { Genesis } from '#signing';
import type { SqliteThread } from '#sqlite';
import { Adapter, type AdapterAuthority } from '../adapter/adapter.ts';
import type { Country } from '../adapter/country.ts';
import { COUNTRIES } from '../adapter/countries/index.ts';
import { Inbox } from '../adapter/inbox/inbox.ts';
import { nationalSystemAt } from '../adapter/national-system/national-system-at.ts';
import type { StandaloneConfiguration } from './standalone.ts';

type Parts = {
  readonly configuration: StandaloneConfiguration;
  readonly genesis: Genesis;
  readonly keys: KeyFolder;
  readonly fanOut: FanOut;
  readonly thread: SqliteThread;
  readonly clock: Clock;
  readonly report: Report;
};

/** An adapter for each state that has keys here. */
export async function startAdapters(parts: Parts, lifecycle: Lifecycle): Promise<void> {
  const holders = new Set(await parts.keys.holders());
  const countries = Object.values(COUNTRIES).filter(({ authorities }) =>
    authorities.every((id) => holders.has(id)),
  );
  await Promise.all(countries.map((country) => startAdapter(country, parts, lifecycle)));
}

async function startAdapter(
  country: Country,
  { configuration, genesis, keys, fanOut, thread, clock, report }: Parts,
  lifecycle: Lifecycle,
): Promise<void> {
  const { ORIGIN, FAN_OUT_URL, GENESIS, NATIONAL_SYSTEM_URL } = configuration;
  const folder = dirname(FAN_OUT_URL.kind === 'sqlite' ? FAN_OUT_URL.file : GENESIS);
  const inbox = await Inbox.open(thread, join(folder, `inbox-${country.state}.db`));
  const nationalSystem = nationalSystemAt(NATIONAL_SYSTEM_URL, country.state);
  const owned = await Promise.all(country.authorities.map((id) => authorityOf(id, keys, ORIGIN)));
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
  lifecycle.onClose(`adapter-${country.state}`, async () => {
    await adapter.close();
    await inbox.close();
    nationalSystem.close();
  });
}

/** An authority, and the hub as it uses it. */
async function authorityOf(
  id: string,
  keys: KeyFolder,
  origin: string,
): Promise<{ readonly authority: AdapterAuthority; readonly hub: HubClient }> {
  const [encryption, statement, request] = await Promise.all(
    ['encryption', 'statement', 'request'].map((use) => keys.load(id, use)),
  );
  const hub = new HubClient(origin, request);
  const authority = {
    id,
    encryptionKeys: [encryption!],
    statementKey: statement!,
    confirm: (text: string) => hub.confirmDeliveries(text),
  };
  return { authority, hub };
}
