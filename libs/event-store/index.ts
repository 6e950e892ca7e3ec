export * from './codec.ts';
export * from './event-store.ts';
