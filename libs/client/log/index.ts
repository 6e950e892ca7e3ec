export * from './compare-checkpoints.ts';
export * from './http-log.ts';
export * from './log-keys.ts';
export * from './log-witnesses.ts';
export * from './verify-receipt.ts';
