export type * from './domain/contract.messages.ts';
