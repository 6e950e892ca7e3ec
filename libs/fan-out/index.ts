export * from './fan-out.ts';
