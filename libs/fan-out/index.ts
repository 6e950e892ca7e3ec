export * from './delivery.ts';
export * from './fan-out.ts';
