import { keyFolder, Resources, SystemClock } from '#composition';
import {
  PROCESSES,
  processLogger,
  readConfiguration,
  reportTo,
  runProcess,
  serveOperations,
} from '#platform';
import { startRelay } from './process/start-relay.ts';

const logger = processLogger(process.env);

await runProcess(logger, async (lifecycle) => {
  const configuration = readConfiguration(process.env, PROCESSES.relay);
  const report = reportTo(logger);
  const resources = new Resources(lifecycle, report);
  const store = await resources.eventStore('event-store', configuration.EVENT_STORE_URL);
  const vault = await resources.vault(configuration);
  const fanOut = await resources.fanOut(configuration);
  const operations = await serveOperations(configuration, logger, lifecycle);
  const ready = operations.health.starting();
  await startRelay(
    configuration,
    { store, vault, fanOut, clock: new SystemClock(), report, keys: keyFolder(configuration) },
    operations,
    lifecycle,
  );
  ready();
  logger.info('process.ready', { process: 'relay' });
});
