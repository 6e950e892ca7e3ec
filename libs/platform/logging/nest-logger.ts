import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

/**
 * What Nest itself says, in our log. Its texts are free, so only where they come from is written; what
 * stops a start is thrown to the caller anyway (`abortOnError: false`).
 */
export class NestLogger implements LoggerService {
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  log(_message: unknown, ...rest: unknown[]): void {
    this.logger.debug('nest.log', { part: contextOf(rest) });
  }

  warn(_message: unknown, ...rest: unknown[]): void {
    this.logger.warn('nest.warn', { part: contextOf(rest) });
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((each) => each instanceof Error);
    this.logger.error('nest.error', { part: contextOf(rest) }, error);
  }
}

/** Nest hands the name of its part over last. */
function contextOf(rest: readonly unknown[]): string {
  const last = rest.at(-1);
  return typeof last === 'string' ? last : 'Nest';
}
