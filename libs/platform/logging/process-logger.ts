import type { Environment } from '../configuration/configuration.ts';
import { SETTINGS } from '../configuration/settings.ts';
import type { Logger } from './logger.ts';
import { PinoLogger } from './pino-logger.ts';

/** The log of a process at LOG_LEVEL. It is there before the configuration is read, so a bad level is refused there, not here. */
export function processLogger({ LOG_LEVEL }: Environment): Logger {
  const level = LOG_LEVEL === undefined ? undefined : SETTINGS.LOG_LEVEL.read(LOG_LEVEL);
  return new PinoLogger(level ?? 'info');
}
