export * from './domain/key-judgement.ts';
export * from './domain/licence.ts';
export * from './domain/participant.decider.ts';
export * from './domain/participant.messages.ts';
export type {
  Agency,
  Authority,
  Licence,
  LicenceAct,
  Participant,
  TrustedKey,
} from './domain/participant.ts';
export { isTaxIdOfFirm } from './tax-ids.ts';
export * from './views/agency-register.view.ts';
export * from './views/trust-list.view.ts';
export * from './founding.ts';
export * from './replay-trust.ts';
export { STATEMENT_FORMS, type ParticipantStatementType } from './statement-forms.ts';
export * from './statements.ts';
