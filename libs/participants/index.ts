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
export * from './views/trust-list.view.ts';
