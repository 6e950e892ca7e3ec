export * from './address.ts';
export * from './kafka.fan-out.ts';
