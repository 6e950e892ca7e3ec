export * from './spec-for.ts';
export * from './until.ts';
export * from './national-system.ts';
export * from './temporary-store.ts';
export * from './samples.ts';
export * from './fastest.ts';
export * from './free-port.ts';
