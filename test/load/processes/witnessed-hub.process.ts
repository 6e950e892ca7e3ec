/**
 * A hub as where relay and adapters are processes of their own, with its notary, and five witnesses of the log in the
 * same process: what the log costs at most, since nobody else's processor does any of it.
 */
import { startWitness } from '../../../apps/adapter/process/start-witness.ts';
import { countriesHere } from '../../../apps/adapter/process/countries-here.ts';
import { startHub } from '../../../apps/hub/process/start-hub.ts';
import { keyFolder, Resources, SystemClock } from '#composition';
import { PROCESSES, processLogger, readConfiguration, reportTo, runProcess } from '#platform';

const logger = processLogger(process.env);

await runProcess(logger, async (lifecycle) => {
  const configuration = readConfiguration(process.env, PROCESSES.hub);
  const report = reportTo(logger);
  const beside = new Resources(lifecycle, report);
  const { thread } = beside;
  const keys = keyFolder(configuration);
  const clock = new SystemClock();
  const loopback = { ...configuration, HOST: '127.0.0.1', WITNESS_PORT: 0 };
  const started = await Promise.all(
    countriesHere(keys).map((country) =>
      startWitness(country, loopback, { thread, keys, clock, report }, lifecycle),
    ),
  );
  const own = started.flatMap((one) => (one ? [{ ...one, isIndependent: false }] : []));
  const hub = await startHub(configuration, keys, beside, logger, lifecycle, own);
  hub.ready();
});
