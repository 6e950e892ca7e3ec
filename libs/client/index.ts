export * from './hub-client.ts';
export * from './problem.ts';
export * from './transport.ts';
export * from './types.ts';
export * from './verification.ts';
export * from './federation.ts';
export * from './key-folder.ts';
export * from './statements.ts';
