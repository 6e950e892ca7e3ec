export { warningsOf, type ValidationWarning } from './judged-by.ts';
export * from './validators.ts';
