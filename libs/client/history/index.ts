export type { Finding, VerifiedHistory } from './history-verifier.ts';
export type { KnownRecord } from './known.ts';
export type { OpenWork } from './open-work.ts';
export { statusIn, type HistoryQuestion } from './statuses.ts';
export { verifyHistory, type VerifyOptions } from './verify-history.ts';
