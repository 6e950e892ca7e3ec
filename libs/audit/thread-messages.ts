import type { Finding, HistorySummary, VerifyOptions } from '#client';
import type { Position, RecordedEvent } from '#event-store';
import type { Compared } from '#projections';
import type { Genesis } from '#signing';

/** What a thread is told to check. */
export type ThreadTask = {
  readonly genesis: Genesis;
  readonly options: VerifyOptions;
  /** Folder of the hub's read models. */
  readonly readModels: string | undefined;
  readonly mostFindings: number;
};

/** What a check comes to, as it crosses from thread to thread. */
export type ThreadResult = {
  readonly summary: HistorySummary;
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  readonly damage: readonly string[];
  readonly readModels: Readonly<Record<string, Compared>>;
  readonly isSound: boolean;
};

/** What the thread asks of the store, which stays where it was opened. */
export type Question =
  | { readonly ask: 'open'; readonly after: Position; readonly prefixes: readonly string[] | null }
  /** The next events of what was opened under this number; none at its end. */
  | { readonly ask: 'next'; readonly cursor: number }
  | { readonly ask: 'close'; readonly cursor: number }
  | { readonly ask: 'end' };

export type Answered = number | Position | readonly RecordedEvent[] | null;

export type Failure = { readonly code: string; readonly message: string };

export type FromThread =
  | { readonly question: Question; readonly number: number }
  | { readonly result: ThreadResult }
  | { readonly failure: Failure };

export type ToThread =
  | { readonly number: number; readonly answer: Answered }
  | {
      readonly number: number;
      readonly failure: Failure;
    };
