import { keyFolder, Resources, SystemClock } from '#composition';
import {
  reportTo,
  type Configuration,
  type Lifecycle,
  type Logger,
  type Operations,
  type VariableOf,
} from '#platform';
import { countriesHere } from '../adapter/process/countries-here.ts';
import { startAdapter, watchWaiting, type AdapterPorts } from '../adapter/process/start-adapter.ts';
import { startWitness } from '../adapter/process/start-witness.ts';
import { startHub } from '../hub/process/start-hub.ts';
import type { WitnessSetting } from '../notary/witnesses/asked-witness.ts';
import { startRelay } from '../relay/process/start-relay.ts';
import { endorseTrial } from './trial/found-trial.ts';

export type StandaloneConfiguration = Configuration<VariableOf<'standalone'>>;

/**
 * The whole hub in one process over embedded storage: HTTP API, relay, and the adapters of the states whose keys are
 * here. Each part is closed before the one it stands on. Resolves once all of it works.
 */
export async function startStandalone(
  configuration: StandaloneConfiguration,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<void> {
  const started = performance.now();
  const report = reportTo(logger);
  const keys = keyFolder(configuration);
  // Hub and what carries have a thread each, as they would have as processes of their own.
  const carrying = new Resources(lifecycle, report);
  const { thread } = carrying;
  const all = { ...configuration, LANES: 'all' as const, HUB_URL: configuration.ORIGIN };
  const own = await startWitnesses(all, { thread, keys, report }, lifecycle);
  const hub = await startHub(configuration, keys, carrying, logger, lifecycle, own);
  await endorseTrial(configuration);
  const fanOut = await carrying.fanOut(configuration);
  const { store, vault, clock } = hub.parts;
  await startRelay(all, { store, vault, fanOut, clock, report, keys }, hub, lifecycle);
  await startAdapters(all, { fanOut, thread, keys, clock, report }, hub, lifecycle);
  hub.ready();
  logger.info('process.ready', {
    origin: configuration.ORIGIN,
    milliseconds: Math.round(performance.now() - started),
  });
}

/** A witness for each state that has a key for it here. Whoever runs this process runs them: they are not independent. */
async function startWitnesses(
  configuration: Configuration<'GENESIS' | 'DATA'>,
  ports: Omit<AdapterPorts, 'fanOut' | 'clock'>,
  lifecycle: Lifecycle,
): Promise<readonly WitnessSetting[]> {
  const loopback = { ...configuration, HOST: '127.0.0.1', WITNESS_PORT: 0 };
  const clock = new SystemClock();
  const started = await Promise.all(
    countriesHere(ports.keys).map((country) =>
      startWitness(country, loopback, { ...ports, clock }, lifecycle),
    ),
  );
  return started
    .filter((witness) => witness !== undefined)
    .map((witness) => ({ ...witness, isIndependent: false }));
}

/** An adapter for each state that has keys here. */
async function startAdapters(
  configuration: Parameters<typeof startAdapter>[1],
  ports: AdapterPorts,
  { metrics }: Operations,
  lifecycle: Lifecycle,
): Promise<void> {
  const countries = countriesHere(ports.keys);
  const starting = countries.map((country) =>
    startAdapter(country, configuration, ports, lifecycle),
  );
  watchWaiting(metrics, await Promise.all(starting));
}
