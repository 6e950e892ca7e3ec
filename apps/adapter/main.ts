import { keyFolder, Resources, SystemClock } from '#composition';
import {
  PROCESSES,
  processLogger,
  readConfiguration,
  reportTo,
  runProcess,
  serveOperations,
} from '#platform';
import { countryOf } from './process/countries-here.ts';
import { startAdapter, watchWaiting } from './process/start-adapter.ts';
import { startWitness } from './process/start-witness.ts';

const logger = processLogger(process.env);

await runProcess(logger, async (lifecycle) => {
  const configuration = readConfiguration(process.env, PROCESSES.adapter);
  const country = countryOf(configuration);
  const report = reportTo(logger);
  const resources = new Resources(lifecycle, report);
  const fanOut = await resources.fanOut(configuration);
  const operations = await serveOperations(configuration, logger, lifecycle);
  const ready = operations.health.starting();
  const ports = {
    fanOut,
    thread: resources.thread,
    keys: keyFolder(configuration),
    clock: new SystemClock(),
    report,
  };
  const adapter = await startAdapter(country, configuration, ports, lifecycle);
  watchWaiting(operations.metrics, [adapter]);
  const witness = await startWitness(country, configuration, ports, lifecycle);
  if (witness) logger.info('witness.ready', { participant: witness.key.name, origin: witness.url });
  ready();
  logger.info('process.ready', { process: 'adapter', state: country.state });
});
