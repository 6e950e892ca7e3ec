import type { Fields } from './fields.ts';

/** Only a text that stands in the code; a text made at run time, which could hold anything, does not compile. */
export type Literal<Text extends string> =
  Record<never, never> extends Record<Text, unknown> ? never : Text;

/**
 * The log of a process. Promises: a message is one that stands in the code, in a few small letters; beside it
 * only the fields of `fields.ts` are written, in their shapes; of an error its class, code and stack.
 * No line holds personal data or a control character, whatever is handed in.
 */
export abstract class Logger {
  abstract debug<Text extends string>(message: Literal<Text>, fields?: Fields): void;
  abstract info<Text extends string>(message: Literal<Text>, fields?: Fields): void;
  abstract warn<Text extends string>(
    message: Literal<Text>,
    fields?: Fields,
    error?: unknown,
  ): void;
  abstract error<Text extends string>(
    message: Literal<Text>,
    fields?: Fields,
    error?: unknown,
  ): void;
}

/** How parts that know no platform tell whoever runs them that something is wrong. */
export type Report = (what: string, facts: Readonly<Record<string, string | number>>) => void;

/** Writes reports into the log; of their facts only those that a log line may hold. */
export const reportTo =
  (logger: Logger): Report =>
  (what, facts) =>
    // Sound: what a literal's type guards at compile time, the logger checks again when it writes.
    logger.warn(what as never, facts);
