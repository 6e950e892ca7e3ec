export * from './check-store.ts';
