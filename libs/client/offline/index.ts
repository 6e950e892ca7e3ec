export * from './check-clearance.ts';
export * from './offline-kit.ts';
