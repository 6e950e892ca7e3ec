export type * from './domain/participant.messages.ts';
