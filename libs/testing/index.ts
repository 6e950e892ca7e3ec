export * from './spec-for.ts';
export * from './until.ts';
