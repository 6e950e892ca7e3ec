export type { ContractAnswer } from './contract-answer.ts';
export type { EntitlementAnswer } from './entitlement-answer.ts';
export { factsOf, type Facts, type Known } from './facts.ts';
export type { ParticipantAnswer } from './participant-answer.ts';
export {
  AS_OF_KINDS,
  QUESTIONS,
  type AsOfAnswers,
  type AsOfKind,
  type Moments,
} from './questions.ts';
export type { Entitled, RecordAnswer } from './record-answer.ts';
export * from './verify-as-of.ts';
