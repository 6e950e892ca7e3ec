export * from './domain/deliveries.decider.ts';
export * from './domain/disclosure.ts';
export type * from './domain/exchange.messages.ts';
export * from './domain/route.ts';
export * from './domain/subject.decider.ts';
export * from './domain/union-of-to.ts';
export * from './views/deliveries.view.ts';
