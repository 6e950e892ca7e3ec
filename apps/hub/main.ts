import { keyFolder, Resources } from '#composition';
import { PROCESSES, processLogger, readConfiguration, reportTo, runProcess } from '#platform';
import { startHub } from './process/start-hub.ts';

const logger = processLogger(process.env);

await runProcess(logger, async (lifecycle) => {
  const configuration = readConfiguration(process.env, PROCESSES.hub);
  const beside = new Resources(lifecycle, reportTo(logger));
  const keys = keyFolder(configuration);
  const { ready } = await startHub(configuration, keys, beside, logger, lifecycle);
  ready();
  logger.info('process.ready', { process: 'hub', origin: configuration.ORIGIN });
});
