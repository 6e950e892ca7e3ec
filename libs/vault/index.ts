export * from './vault.ts';
export * from './record-contents.ts';
