import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyFolder } from '#client';
import { readGenesis } from '#composition';
import type { Configuration, Lifecycle } from '#platform';
import { accessLogOrigin, noteKey, type NoteKey } from '#transparency';
import type { Country } from '../country.ts';
import { WitnessMemory } from '../witness/witness-memory.ts';
import { WitnessServer } from '../witness/witness-server.ts';
import { Witness } from '../witness/witness.ts';
import { servedHere } from './countries-here.ts';
import type { AdapterPorts } from './start-adapter.ts';

export type WitnessConfiguration = Configuration<'GENESIS' | 'DATA' | 'HOST' | 'WITNESS_PORT'> &
  Partial<Configuration<'GENESIS_HASH'>>;

/** By which key a witness cosigns, and its submission prefix. */
export type StartedWitness = { readonly key: NoteKey; readonly url: string };

/**
 * A country's witness of the hub's logs, if a `witness` key of one of its authorities is here. What it has seen lies in
 * a file of its own, which must never be replaced by an older copy.
 */
export async function startWitness(
  country: Country,
  configuration: WitnessConfiguration,
  { thread, keys, clock, report }: Omit<AdapterPorts, 'fanOut'>,
  lifecycle: Lifecycle,
): Promise<StartedWitness | undefined> {
  const { DATA, HOST: host, WITNESS_PORT: port, GENESIS_HASH } = configuration;
  const holder = witnessOf(country, keys);
  if (holder === undefined) return undefined;
  const key = await keys.load(holder, 'witness');
  const { genesis } = await readGenesis(configuration, GENESIS_HASH);
  const logs = [genesis.origin, accessLogOrigin(genesis.origin)].map((origin) =>
    noteKey('log', origin, genesis.hub.log),
  );
  const part = `witness-${country.state}`;
  const memory = await WitnessMemory.open(thread, join(DATA, `${part}.db`));
  lifecycle.onClose(`${part}-memory`, () => memory.close());
  const witness = new Witness({ key, logs, memory, clock });
  const server = await WitnessServer.start(witness, { host, port }, report);
  lifecycle.onClose(part, () => server.close());
  return { key: noteKey('witness', holder, key.jwk), url: server.url };
}

/** The authority of the country that witnesses here. */
const witnessOf = (country: Country, keys: KeyFolder): string | undefined =>
  servedHere(country, keys).find((id) => existsSync(keys.file(id, 'witness')));
