export type { Finding, VerifiedHistory } from './history-verifier.ts';
export type { KnownRecord } from './known.ts';
export type { OpenWork } from './open-work.ts';
export * from './replay-report.ts';
export { statusIn, type HistoryQuestion } from './statuses.ts';
export { assertOfLog, type OutsideCheckpoint, type Verdict } from './outside-checkpoints.ts';
export { verifyHistory } from './verify-history.ts';
export type { VerifyOptions } from './verify-options.ts';
