export * from './check-in-thread.ts';
export * from './check-store.ts';
export * from './read-models-in.ts';
export type { ThreadResult } from './thread-messages.ts';
