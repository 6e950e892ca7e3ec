export type * from './domain/exchange.messages.ts';
