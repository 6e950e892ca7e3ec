export * from './open-vault.ts';
export * from './resources.ts';
export * from './system-clock.ts';
export * from './trust.ts';
