import { PROCESSES, processLogger, readConfiguration, runProcess } from '#platform';
import { startStandalone } from './standalone.ts';
import { foundTrial } from './trial/found-trial.ts';
import { trialEnvironment } from './trial/trial-environment.ts';

const logger = processLogger(process.env);

await runProcess(logger, async (lifecycle) => {
  const configuration = readConfiguration(
    await trialEnvironment(process.env),
    PROCESSES.standalone,
  );
  await foundTrial(configuration);
  await startStandalone(configuration, logger, lifecycle);
  process.stderr.write(`
The EurAsEC hub serves ${configuration.ORIGIN} until Ctrl-C.
One process, and so one operator, holds every key in ${configuration.KEYS}: the hub's and each state's. That is for
trying out; a deployment separates them.

  npm run --silent eurasec -- --help
`);
});
