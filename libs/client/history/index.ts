export { statusIn, type HistoryQuestion } from './statuses.ts';
export {
  verifyHistory,
  type Finding,
  type VerifiedHistory,
  type VerifyOptions,
} from './verify-history.ts';
