export * from './embedded.fan-out.ts';
export type { ConsumerOptions } from './consumer.ts';
