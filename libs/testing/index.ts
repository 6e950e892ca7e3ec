export * from './spec-for.ts';
