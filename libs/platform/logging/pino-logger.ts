import { pino, type DestinationStream, type Level, type LevelWithSilent } from 'pino';
import { permitted, permittedError, WITHHELD, type Fields } from './fields.ts';
import { Logger } from './logger.ts';

/** `process.failed`, or a few words: `a lane has stopped`. */
const MESSAGE = /^[a-z][a-z-]*([. ][a-z-]+){0,12}$/;

/** Writes JSON lines: `{"level":"error","time":"…","message":"process.failed","process":"backfill",…}`. */
export class PinoLogger extends Logger {
  private readonly out: pino.Logger;

  /** @param destination standard output unless given */
  constructor(level: LevelWithSilent, destination: DestinationStream = process.stdout) {
    super();
    const options: pino.LoggerOptions = {
      level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    };
    this.out = pino(options, destination);
  }

  debug(message: string, fields?: Fields): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: Fields): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields?: Fields, error?: unknown): void {
    this.write('warn', message, fields, error);
  }

  error(message: string, fields?: Fields, error?: unknown): void {
    this.write('error', message, fields, error);
  }

  private write(level: Level, message: string, fields: Fields = {}, error?: unknown): void {
    if (!this.out.isLevelEnabled(level)) return;
    const line = { ...permitted(fields), ...(error !== undefined && permittedError(error)) };
    this.out[level](line, MESSAGE.test(message) ? message : WITHHELD);
  }
}
