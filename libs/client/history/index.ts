export { verifyHistory, type Finding, type VerifiedHistory } from './verify-history.ts';
