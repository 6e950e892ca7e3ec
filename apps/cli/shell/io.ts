import type { Instant } from '#kernel';

/** What a command touches of the world beside files and the hub, so that specs run it without a terminal. */
export type Io = {
  /** Results. */
  out(text: string): void;
  /** Results without an end: as fast as whoever reads them. */
  flow(lines: AsyncIterable<string>): Promise<void>;
  /** Everything a person is told beside them. */
  err(text: string): void;
  /** Whether a person watches what goes to `err`. */
  readonly isWatched: boolean;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  now(): Instant;
};
