import type { Instant } from '#kernel';
import { parseJws, verifyJws, type VerificationKey } from '#signing';
import type { Problem } from '../problem.ts';
import type { Finding, VerifiedHistory } from './history-verifier.ts';

/** What a replay came to, but for what it leaves in memory. */
export type HistorySummary = Pick<
  VerifiedHistory,
  'before' | 'events' | 'eventsByType' | 'streams' | 'signatures' | 'open' | 'log' | 'outside'
>;

export const summaryOf = (history: VerifiedHistory): HistorySummary => {
  const { before, events, eventsByType, streams, signatures, open, log, outside } = history;
  return { before, events, eventsByType, streams, signatures, open, log, outside };
};

/** How rows that a hub keeps stand to what the events give. */
export type ReadModelVerdict = {
  readonly state: 'COMPARED' | 'ABSENT' | 'OTHER_VERSION' | 'AHEAD';
  /** Up to where it stood. */
  readonly position?: string;
  readonly rows?: number;
  /** Rows that are missing, surplus, or different. */
  readonly wrong?: number;
};

/** What an auditor may ask of a replay by the hub. */
export type ReplayRequest = {
  /** Only what stands after this position is told; all before it is read as its ground. */
  readonly after?: string;
  /** Nothing after this position is read. */
  readonly upTo?: string;
  /** Whether signatures of records and statements about them are verified again. Default true. */
  readonly signatures?: boolean;
  /** Signed checkpoints of the log from other hands. */
  readonly checkpoints?: readonly string[];
};

/** The most findings that a report names; all are counted. */
export const MOST_REPORTED = 1_000;

/** What the hub says of a replay of its own history: a `replay-report+jws` by its receipt key. */
export type ReplayReport = HistorySummary & {
  /** The hub, by its origin of genesis. */
  readonly hub: string;
  /** Who asked. */
  readonly aud: string;
  readonly begunAt: Instant;
  readonly endedAt: Instant;
  readonly range: Pick<ReplayRequest, 'after' | 'upTo'>;
  readonly options: { readonly signatures: boolean };
  /** What is wrong with the store's file. */
  readonly damage: readonly string[];
  readonly readModels: Readonly<Record<string, ReadModelVerdict>>;
  readonly isSound: boolean;
  readonly findingCount: number;
  readonly findings: readonly Finding[];
};

/** Characters of a report: a thousand findings, each with its names. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

/**
 * Checks a report with the hub's key of genesis. It is the hub's word about itself: what it signs here it can be held to;
 * who wants to trust nobody replays for himself.
 * @throws WireError, TrustError if it is not the hub's
 */
export function verifyReplayReport(report: string, hubKey: VerificationKey): ReplayReport {
  const jws = parseJws(report, { typ: 'replay-report+jws', maxBytes: MOST_CHARACTERS });
  verifyJws(jws, hubKey);
  return jws.payload as unknown as ReplayReport;
}

/** A line of the hub's answer to `POST /v1/audit/replays`: how far it is, and at last the report, or why there is none. */
export type ReplayLine =
  | { readonly events: number; readonly of?: number }
  | { readonly report: string }
  | { readonly problem: Problem };
