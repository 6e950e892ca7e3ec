export * from './clock.ts';
export * from './decider.ts';
export * from './error-codes.ts';
export * from './errors.ts';
export * from './event.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './key.ts';
